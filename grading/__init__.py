"""What stands around nbgrader: executing, releasing, checking, reporting.

**The trust boundary.** A submission is code by a stranger, and a kernel can forge whatever it says.
So no output of a student's kernel is ever a verdict. Grading one submission goes like this:

1. ``submission`` reads the file (no links, no pipes, any version or encoding) and takes out the
   sources of the answer cells. ``rebuild`` puts them into the course's own notebook; a cell that
   the student added comes along only where an answer needs a name that it defines.
2. ``sandbox`` starts a Jupyter kernel under bubblewrap: no network, nothing of the course but
   ``lmcore`` and the agent below, a system that cannot be written, a home in memory, a user id of
   its own, limits on memory, processor time, files, disk and processes. Usually that kernel is
   forked from a ``zygote``, which has loaded what notebooks need, under bubblewrap too: the fork
   gets namespaces and directories of its own, gives up its rights, checks that nothing of the
   zygote's is left to write, see or signal (``seclusion``), and only then is told what to run;
   where it cannot, bubblewrap starts kernels one by one. ``kernel`` feeds it the cells that are
   not tests, with limits on time and output, and ends it without asking.
3. ``grade_cell`` runs the test cells, in the grader's own process. The names that they take from
   the student are stand-ins (``stand_in``): each use of one is a request to ``agent`` in the
   student's kernel, over a socket that it inherited. ``wire`` is all that travels: JSON scalars,
   arrays of numbers, lists, tuples, dicts, nothing pickled, sizes and kinds checked. Objects of a
   check's own, such as a scripted model, stay in the grader's process; ``grader_objects`` lets the
   student's code use their public names.
4. The result of the test cell (points, or an error that says why) is made here, from nothing that
   the kernel printed. What the student's cells printed is shown, cut to size and cleaned
   (``outputs``); the feedback page (``feedback``) can neither run nor load anything.
5. ``autograde`` is nbgrader's converter around all of this: everyone who handed in anything gets a
   score on every notebook.

**What a student can still do.** Return any value from any function: the checks compare values, and
draw new inputs each time. Copy the source of ``lmcore`` by hand: the agent notices calls of the
library (``library_watch``) and an answer that makes them earns nothing, but it runs beside the
student's code and is no defense against somebody who patches it; ``similarity`` looks at the text.
See the hidden inputs, which are random. Use up the time limits, which costs only time.

**Without bubblewrap** grading refuses, unless ``c.Execute.unsafe = True`` (or the environment
variable ``LMCORE_GRADING_UNSAFE=1``): steps 1, 3, 4 and 5 still hold, so points cannot be had by
forging output, but the code runs with the rights of whoever grades.
"""
