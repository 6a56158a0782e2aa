"""Command line: ``python -m grading COMMAND``."""

import argparse
import sys
from pathlib import Path

from grading import terminal
from grading.paths import ROOT


def sample_class(arguments) -> int:
    """Grade the sample class and print what came out, or rebase its answers."""
    from grading.authoring.sample_class import OUTPUT, grade_sample_class, rebase

    if arguments.rebase:
        for path in rebase(ROOT / "release"):
            terminal.write(f"rebuilt {path.relative_to(ROOT)}")
        return 0
    terminal.write(grade_sample_class())
    terminal.write(f"Gradebook, feedback, log: {OUTPUT}")
    return 0


def release(arguments) -> int:
    """Write the students' notebooks into ``release/``, then look for leaks in them."""
    from grading.authoring.release import ReleaseError
    from grading.authoring.release import release as write

    try:
        write(arguments.assignment)
    except ReleaseError as error:
        terminal.write(f"release: {error}", to=sys.stderr)
        return 1
    return leak_check(arguments)


def leak_check(arguments) -> int:
    """Name every solution and hidden test left in ``release/``; 1 where there is one."""
    from grading.authoring.leaks import leaks

    if named("leak: ", leaks(ROOT / "exercises", ROOT / "release")):
        terminal.write(
            "release/ must hold no solution and no hidden test: put nbgrader's marks around what "
            "is named above, in exercises/, and run `make release` again.",
            to=sys.stderr,
        )
        return 1
    terminal.write("release/: no solution and no hidden test is left in it.")
    return 0


def named(before: str, found: list) -> bool:
    """Name each thing that was found; whether there was one."""
    for one in found:
        terminal.write(f"{before}{one}", to=sys.stderr)
    return bool(found)


def bundle(arguments) -> int:
    """Write the students' zip of every assignment."""
    from grading.authoring.bundle import BundleError, write_bundles

    try:
        for path in write_bundles(ROOT / "release"):
            terminal.write(f"bundle: {path.relative_to(ROOT)}")
    except BundleError as error:
        terminal.write(error, to=sys.stderr)
        return 1
    return 0


def publish_check(arguments) -> int:
    """Name whatever private stands in the site or the bundles; 1 where there is something."""
    from grading.authoring.leaks import findings

    site = ROOT / "_build/site"  # what `make site` laid out to upload
    published = [ROOT / "_build/html", ROOT / "release", *([site] if site.is_dir() else [])]
    published = arguments.paths or published
    if named("not for the public: ", findings(ROOT, published)):
        terminal.write(
            "Site and bundles must hold nothing private: take out what is named above, run "
            "`make course` and this again; publish nothing before.",
            to=sys.stderr,
        )
        return 1
    terminal.write("Site and bundles hold no solution and no hidden test.")
    return 0


def new_exercise(arguments) -> int:
    """Make the skeleton of an exercise and print the files written."""
    from grading.authoring.new_exercise import ExerciseError
    from grading.authoring.new_exercise import new_exercise as make

    try:
        written = make(ROOT, arguments.number, arguments.topic, arguments.assignment)
    except ExerciseError as error:
        terminal.write(f"new-exercise: {error}", to=sys.stderr)
        return 2
    for path in written:
        terminal.write(path.relative_to(ROOT))
    words = "Now `make solutions`, then `make test`; docs/new-exercise.md says what to change."
    terminal.write(words)
    return 0


def check_solutions(arguments) -> int:
    """Name the files of ``solutions/`` that ``exercises/`` no longer give; 1 where there is one."""
    from grading.authoring.solutions import stale_solutions

    if named("solutions/", stale_solutions(ROOT / "exercises", ROOT / "solutions")):
        terminal.write(
            "solutions/ is not what exercises/ give: run `make solutions`, and commit.",
            to=sys.stderr,
        )
        return 1
    return 0


def autograde(arguments) -> int:
    """Grade a class, on all cores or on a Dask cluster."""
    from grading.batch import autograde

    return autograde(
        arguments.assignment,
        arguments.student or None,
        workers=arguments.workers,
        scheduler=arguments.scheduler,
        force=arguments.force,
        anew=arguments.anew,
        verbose=arguments.verbose,
    )


def regrade(arguments) -> int:
    """Grade one notebook of one student again, with the numbers that its tests drew before."""
    from grading import regrade as again
    from grading.plugins.course import course_config

    config = course_config()
    student, notebook = arguments.student, arguments.notebook
    try:
        result = again.regrade(config, student, notebook, arguments.seed)
    except again.RegradeError as error:
        terminal.write(f"regrade: {error}", to=sys.stderr)
        return 2
    terminal.write("\n".join(again.told(result)))
    if arguments.write:
        again.record(config, student, notebook, result)
        terminal.write("Written into the gradebook.")
    return 0 if result.same or arguments.seed is not None else 1


def certify(arguments) -> int:
    """Grade classified answers and write how often the grader was right about them."""
    from grading.certify import certify

    return certify(
        arguments.assignment,
        arguments.answers,
        runs=arguments.runs,
        seed=arguments.seed,
        workers=arguments.workers,
        whole=arguments.bank,
        unsafe=arguments.unsafe,
        page=arguments.to,
    )


def check(arguments) -> int:
    """Run the visible tests of a student's notebook and print how they went."""
    from grading.authoring.self_check import tell

    return tell(arguments.notebook)


def report(arguments) -> int:
    """Write the HTML page on how the class did in an assignment."""
    from grading.certify import report

    return report(arguments.assignment, arguments.to, grouped=not arguments.quick)


def bank_entry(arguments) -> int:
    """Make a group of answers, as a report lists it, an entry of the bank."""
    from grading.certificate.groups import GroupError, bank_entry
    from grading.certify import REPORTS

    try:
        path = bank_entry(arguments.group, REPORTS)
    except GroupError as error:
        terminal.write(f"bank-entry: {error}", to=sys.stderr)
        return 1
    terminal.write(f"{path.relative_to(ROOT)}: fill in the words that its student must read")
    terminal.write(
        "It is a student's code: read it before you run it, with `make bank` or otherwise."
    )
    return 0


def feedback_zips(arguments) -> int:
    """Pack the feedback of an assignment, for the students and for the LMS."""
    from nbgrader.coursedir import CourseDirectory

    from grading.lms.feedback_zips import FeedbackError, write_zips
    from grading.plugins.course import course_config

    course = CourseDirectory(config=course_config())
    target = arguments.to or ROOT / "_build" / "feedback" / arguments.assignment
    try:
        written = write_zips(course, arguments.assignment, target)
    except FeedbackError as error:
        terminal.write(f"feedback-zips: {error}", to=sys.stderr)
        return 1
    terminal.write(f"{len(written.students)} zips, one a student, in {target}")
    if written.lms:
        terminal.write(f"for Canvas or Moodle: {written.lms}")
    if written.lms and written.unknown:
        unknown = ", ".join(written.unknown)
        terminal.write(f"not in it, because nothing of theirs was downloaded: {unknown}")
    return 0


def roster(arguments) -> int:
    """Read the class as an LMS saves it into the gradebook, after showing what changes."""
    from nbgrader.api import Gradebook
    from nbgrader.coursedir import CourseDirectory

    from grading.lms.roster import TableError, apply, read_roster
    from grading.plugins.course import course_config

    here = Path.cwd()
    elsewhere = {"root": str(here)} if (here / "nbgrader_config.py").is_file() else {}
    course = CourseDirectory(config=course_config(**elsewhere))
    with Gradebook(course.db_url, course.course_id) as gradebook:
        try:
            changes = read_roster(arguments.file, gradebook)
        except (TableError, OSError) as error:
            terminal.write(f"roster: {error}", to=sys.stderr)
            return 1
        terminal.write(changes)
        if not (changes.new or changes.changed) or arguments.dry_run:
            return 1 if changes.refused else 0
        asked = sys.stdin.isatty() and not arguments.yes
        if asked and input("Write this into the gradebook? [y/N] ").strip().lower() != "y":
            return 1
        apply(changes, gradebook)
    terminal.write("Written into the gradebook.")
    return 1 if changes.refused else 0


def extend(arguments) -> int:
    """Give a student more days for an assignment."""
    from nbgrader.coursedir import CourseDirectory

    from grading.plugins.course import course_config
    from grading.plugins.late_work import ExtensionError, grant

    course = CourseDirectory(config=course_config())
    assignment, student = arguments.assignment, arguments.student
    try:
        grant(course.db_url, course.course_id, assignment, student, arguments.days)
    except ExtensionError as error:
        terminal.write(f"extend: {error}", to=sys.stderr)
        return 1
    terminal.write(f"{student} has {arguments.days:g} days more for {assignment}. To count it:")
    terminal.write(f"python -m grading autograde {assignment} --student {student} --force")
    return 0


def positive(text: str) -> int:
    """Read a number of things of which there must be one at least."""
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError(f"expected 1 or more, got {number}")
    return number


def parser() -> argparse.ArgumentParser:
    """The command line of ``python -m grading``; ``run`` is the function of the command."""
    whole = argparse.ArgumentParser(prog="python -m grading", description=__doc__)
    commands = whole.add_subparsers(required=True, metavar="COMMAND")
    add_publishing(commands)
    add_grading(commands)
    add_class(commands)
    return whole


def add_publishing(commands) -> None:
    """Add what makes and checks exercises, release, bundles and site."""
    sample = commands.add_parser("sample-class", help="grade the six sample students")
    sample.add_argument(
        "--rebase", action="store_true", help="put their answers into the present release instead"
    )
    sample.set_defaults(run=sample_class)
    out = commands.add_parser("release", help="write the students' notebooks into release/")
    out.add_argument("assignment", nargs="*", help="default: all")
    out.set_defaults(run=release)
    commands.add_parser(
        "leak-check", help="check release/ for solutions and hidden tests"
    ).set_defaults(run=leak_check)
    commands.add_parser("bundle", help="write the students' zip of every assignment").set_defaults(
        run=bundle
    )
    public = commands.add_parser(
        "publish-check", help="check site and bundles for what has to stay private"
    )
    public.add_argument(
        "paths", nargs="*", type=Path, help="default: _build/html, release, _build/site"
    )
    public.set_defaults(run=publish_check)
    skeleton = commands.add_parser("new-exercise", help="make the skeleton of an exercise")
    skeleton.add_argument("number", help="such as 3.12")
    skeleton.add_argument("topic", help="its id, such as my-topic")
    skeleton.add_argument("--assignment", default="challenges", help="default: challenges")
    skeleton.set_defaults(run=new_exercise)
    commands.add_parser(
        "check-solutions", help="check that solutions/ was made from exercises/"
    ).set_defaults(run=check_solutions)


def add_grading(commands) -> None:
    """Add what runs notebooks."""
    batch = commands.add_parser("autograde", help="grade a class on all cores, or on a cluster")
    batch.add_argument("assignment")
    batch.add_argument("--student", action="append", help="only this one; can be repeated")
    batch.add_argument("--workers", type=int, metavar="N", help="default: one a core")
    batch.add_argument("--scheduler", metavar="tcp://HOST:PORT", help="of a Dask cluster")
    batch.add_argument("--force", action="store_true", help="grade those again who are graded")
    batch.add_argument("--anew", action="store_true", help="--force, and execute everything anew")
    batch.add_argument("-v", "--verbose", action="store_true", help="a line for each student")
    batch.set_defaults(run=autograde)
    once_more = commands.add_parser(
        "regrade", help="grade one notebook of a student again, with the same random numbers"
    )
    once_more.add_argument("student")
    once_more.add_argument("notebook", help="its name, without .ipynb")
    once_more.add_argument("--seed", type=int, metavar="N", help="default: the stored one")
    once_more.add_argument("--write", action="store_true", help="into the gradebook, too")
    once_more.set_defaults(run=regrade)
    worth = commands.add_parser(
        "certify", help="grade classified answers and write what the grader is worth"
    )
    worth.add_argument("assignment", nargs="?", help="default: all")
    worth.add_argument(
        "--answers", type=Path, metavar="DIR", help="with right/ and wrong/ in it; see the guide"
    )
    worth.add_argument("--bank", action="store_true", help="with --answers: bank and mutants too")
    worth.add_argument("--runs", type=positive, default=3, metavar="N", help="default: 3")
    worth.add_argument("--seed", type=int, default=0, metavar="N", help="of all random inputs")
    worth.add_argument("--workers", type=positive, metavar="N", help="default: one a core")
    worth.add_argument(
        "--unsafe", action="store_true", help="run the folder's code although there is no sandbox"
    )
    worth.add_argument("--to", type=Path, metavar="FILE", help="default: _build/certificate/")
    worth.set_defaults(run=certify)
    own = commands.add_parser("check", help="run the visible tests of a student's notebook")
    own.add_argument("notebook", type=Path)
    own.set_defaults(run=check)


def add_class(commands) -> None:
    """Add what has to do with a class: its list, its time, what it gets back, how it did."""
    back = commands.add_parser("feedback-zips", help="pack feedback for students and LMS")
    back.add_argument("assignment")
    back.add_argument("--to", type=Path, metavar="FOLDER", help="default: _build/feedback/")
    back.set_defaults(run=feedback_zips)
    students = commands.add_parser("roster", help="read the class as an LMS saves it")
    students.add_argument("file", type=Path, metavar="FILE", help="a table as CSV")
    students.add_argument("--dry-run", action="store_true", help="only show what would change")
    students.add_argument("--yes", action="store_true", help="do not ask before writing")
    students.set_defaults(run=roster)
    more = commands.add_parser("extend", help="give a student more time for an assignment")
    more.add_argument("assignment")
    more.add_argument("student")
    more.add_argument("--days", type=float, required=True, help="0 takes an extension back")
    more.set_defaults(run=extend)
    page = commands.add_parser("report", help="write an HTML page on how the class did")
    page.add_argument("assignment")
    page.add_argument("--to", type=Path, metavar="FILE", help="default: _build/reports/")
    page.add_argument(
        "--quick", action="store_true", help="do not grade again what failed for no named reason"
    )
    page.set_defaults(run=report)
    entry = commands.add_parser("bank-entry", help="make a group of a report a bank entry")
    entry.add_argument("group", help="as the report calls it")
    entry.set_defaults(run=bank_entry)


def main(arguments: list[str] | None = None) -> int:
    """Run a command; return its exit code."""
    terminal.guard()
    given = parser().parse_args(arguments)
    try:
        return given.run(given)
    except SystemExit as ending:
        if not isinstance(ending.code, str):
            raise
        terminal.write(ending.code, to=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
