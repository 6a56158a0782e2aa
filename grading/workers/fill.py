"""Fill the results store: execute every job whose result is not there, several at a time."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import NamedTuple

from grading.execution.job import job_key
from grading.execution.store import ResultsStore
from grading.terminal import message
from grading.workers.pool import Pool, Stopped

AHEAD = 2  # jobs in line for each worker: a job holds a notebook and its files in memory


class Filled(NamedTuple):
    """What became of the jobs: why some have no result, and whether Ctrl-C ended it all."""

    failures: dict[str, str]
    stopped: bool


def fill(
    store: ResultsStore,
    jobs: Iterable[Mapping],
    pool: Pool,
    *,
    reuse: bool = True,
    tick: Callable[[], object] = lambda: None,
) -> Filled:
    """Execute jobs in a pool and store their results, each as soon as it is there.

    Parameters
    ----------
    jobs : iterable of job
        From :func:`grading.execution.job.make_job`, made one by one as workers get to them.
    pool : Pool
        Closed when Ctrl-C interrupts it.
    reuse : bool
        Whether a result that is stored already will do.
    tick : callable
        Called for each job that has come to its end, for a progress bar.

    Returns
    -------
    Filled
        With a sentence for each job, by its key, that no worker could do.
    """

    def execute(key: str, job: Mapping) -> None:
        store.put(key, pool.run(job))

    failures: dict[str, str] = {}
    under_way: dict[Future, str] = {}
    with ThreadPoolExecutor(max(1, pool.size)) as threads:
        try:
            for key, job in missing(store, jobs, reuse, tick):
                under_way[threads.submit(execute, key, job)] = key
                if len(under_way) >= AHEAD * pool.size:
                    collect(under_way, failures, tick)
            while under_way:
                collect(under_way, failures, tick)
        except KeyboardInterrupt:
            pool.close()
            threads.shutdown(cancel_futures=True)
            return Filled(failures, True)
    return Filled(failures, False)


def missing(
    store: ResultsStore, jobs: Iterable[Mapping], reuse: bool, tick: Callable[[], object]
) -> Iterator[tuple[str, Mapping]]:
    """Yield key and job of those without a result, equal ones once."""
    seen: set[str] = set()
    for job in jobs:
        key = job_key(job)
        if key in seen or (reuse and key in store):
            tick()
            continue
        seen.add(key)
        yield key, job


def collect(
    under_way: dict[Future, str], failures: dict[str, str], tick: Callable[[], object]
) -> None:
    """Wait until at least one job has ended, and keep the reason where it has no result."""
    done, _ = wait(under_way, return_when=FIRST_COMPLETED)
    for future in done:
        key = under_way.pop(future)
        tick()
        error = future.exception()
        if error is not None and not isinstance(error, Stopped):
            failures[key] = message(error)
