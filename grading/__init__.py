"""What stands around nbgrader: executing, releasing, checking, reporting.

**The trust boundary.** A submission is code by a stranger, and a kernel can forge whatever it says.
So no output of a student's kernel is ever a verdict. Grading one submission goes like this:

1. ``submission.reading`` reads the file (no links, no pipes, any version or encoding) and takes out
   the sources of the answer cells. ``submission.rebuild`` puts them into the course's own notebook;
   a cell that the student added comes along only where an answer needs a name that it defines.
2. ``sandbox.kernel`` starts a Jupyter kernel under bubblewrap: no network, nothing of the course
   but ``lmcore`` and the folder ``inside``, a system that cannot be written, a home in memory, a
   user id of its own, limits on memory, processor time, files, disk and processes. The kernel
   inherits its sockets (``sandbox.channels``), so it shares no folder with the host. The course and
   everybody's home are covered wherever they lie, and before anything of a student's runs, the
   kernel is asked what it sees of them; where that is anything, it is refused. Usually the kernel
   is forked from a zygote (``inside.zygote``), which has loaded what notebooks need, under
   bubblewrap too: the fork gets namespaces and directories of its own, gives up its rights, checks
   that nothing of the zygote's is left to write, see or signal (``inside.isolation``), and only
   then is told what to run; where it cannot, bubblewrap starts kernels one by one. The kernel is
   fed the cells that are not tests, with limits on time and output, and ended without asking.
3. ``execution.test_cell`` runs the test cells, in the grader's own process. The names that they
   take from the student are proxies (``rpc.proxy``): each use of one is a request to
   ``inside.server`` in the student's kernel, over a socket that it inherited. What travels is
   ``inside.protocol``: JSON scalars, arrays of numbers, lists, tuples, dicts, nothing pickled,
   sizes and kinds checked, so much in all and no more. Arguments go out as copies and never come
   back: one that was changed there is told (``inside.watching``) and costs the points. Objects of
   a check's own, such as a scripted model, stay in the grader's process; ``rpc.exported`` lets the
   student's code use their public names.
4. The result of the test cell (points, or an error that says why) is made here, from nothing that
   the kernel printed. What the student's cells printed is shown, cut to size and cleaned
   (``sandbox.outputs``); the feedback page (``plugins.feedback``) can neither run nor load
   anything.
5. ``plugins.converter`` is nbgrader's converter around all of this: everyone who handed in anything
   gets a score on every notebook.

**What a student can still do.** Return any value from any function: the checks compare values, and
draw new inputs each time. Hand in ``lmcore``'s work: the library is public and lies beside the
student's code, so its source can be copied, executed, or called by a thread or a second Python, and
no sandbox can tell that from an answer. ``inside.watching`` notices who calls the library in
good faith, as a courtesy, and is no defense; ``reports.similarity`` names the answers that look
like it, for a person to read. Use up the time limits, which costs only time. Read, in
``/proc/self/mountinfo``, where on the host Python, ``lmcore`` and the list of fonts lie: paths, and
nothing in them.

**Without bubblewrap** grading refuses, unless ``c.Execute.unsafe = True`` (or the environment
variable ``LMCORE_GRADING_UNSAFE=1``): steps 1, 3, 4 and 5 still hold, so points cannot be had by
forging output, but the code runs with the rights of whoever grades.
"""

from grading import aliases

aliases.install()
