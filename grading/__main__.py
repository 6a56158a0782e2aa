"""Command line: ``python -m grading COMMAND``."""

import argparse
import sys
from pathlib import Path

from grading.paths import ROOT


def sample_class(arguments) -> int:
    """Grade the sample class and print what came out, or rebase its answers."""
    from grading.authoring.sample_class import OUTPUT, grade_sample_class, rebase

    if arguments.rebase:
        for path in rebase(ROOT / "release"):
            print(f"rebuilt {path.relative_to(ROOT)}")
        return 0
    print(grade_sample_class())
    print(f"Gradebook, feedback, log: {OUTPUT}")
    return 0


def release(arguments) -> int:
    """Write the students' notebooks into ``release/``, then look for leaks in them."""
    from grading.authoring.release import ReleaseError
    from grading.authoring.release import release as write

    try:
        write(arguments.assignment)
    except ReleaseError as error:
        print(f"release: {error}", file=sys.stderr)
        return 1
    return leak_check(arguments)


def leak_check(arguments) -> int:
    """Name every solution and hidden test left in ``release/``; 1 where there is one."""
    from grading.authoring.leaks import leaks

    found = leaks(ROOT / "exercises", ROOT / "release")
    for leak in found:
        print(f"leak: {leak}", file=sys.stderr)
    if found:
        print(
            "release/ must hold no solution and no hidden test: put nbgrader's marks around what "
            "is named above, in exercises/, and run `make release` again.",
            file=sys.stderr,
        )
    if not found:
        print("release/: no solution and no hidden test is left in it.")
    return 1 if found else 0


def bundle(arguments) -> int:
    """Write the students' zip of every assignment."""
    from grading.authoring.bundle import BundleError, write_bundles

    try:
        for path in write_bundles(ROOT / "release"):
            print(f"bundle: {path.relative_to(ROOT)}")
    except BundleError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def publish_check(arguments) -> int:
    """Name whatever private stands in the site or the bundles; 1 where there is something."""
    from grading.authoring.leaks import findings

    published = arguments.paths or [ROOT / "_build" / "html", ROOT / "release"]
    found = findings(ROOT, published)
    for sentence in found:
        print(f"not for the public: {sentence}", file=sys.stderr)
    if found:
        print(
            "Site and bundles must hold nothing private: take out what is named above, run "
            "`make course` and this again; publish nothing before.",
            file=sys.stderr,
        )
    if not found:
        print("Site and bundles hold no solution and no hidden test.")
    return 1 if found else 0


def new_exercise(arguments) -> int:
    """Make the skeleton of an exercise and print the files written."""
    from grading.authoring.new_exercise import ExerciseError
    from grading.authoring.new_exercise import new_exercise as make

    try:
        written = make(ROOT, arguments.number, arguments.topic, arguments.assignment)
    except ExerciseError as error:
        print(f"new-exercise: {error}", file=sys.stderr)
        return 2
    for path in written:
        print(path.relative_to(ROOT))
    print("Now `make solutions`, then `make test`; docs/new-exercise.md says what to change.")
    return 0


def check_solutions(arguments) -> int:
    """Name the files of ``solutions/`` that ``exercises/`` no longer give; 1 where there is one."""
    from grading.authoring.solutions import stale_solutions

    found = stale_solutions(ROOT / "exercises", ROOT / "solutions")
    for sentence in found:
        print(f"solutions/{sentence}", file=sys.stderr)
    if found:
        print(
            "solutions/ is not what exercises/ give: run `make solutions`, and commit.",
            file=sys.stderr,
        )
    return 1 if found else 0


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


def check(arguments) -> int:
    """Run the visible tests of a student's notebook and print how they went."""
    from grading.authoring.self_check import tell

    return tell(arguments.notebook)


def report(arguments) -> int:
    """Write the HTML page on how the class did in an assignment."""
    from nbgrader.coursedir import CourseDirectory

    from grading.plugins.course import course_config
    from grading.reports.page import write_report

    course = CourseDirectory(config=course_config())
    destination = arguments.to or ROOT / "_build" / "reports" / f"{arguments.assignment}.html"
    print(write_report(course, arguments.assignment, destination))
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
        print(f"feedback-zips: {error}", file=sys.stderr)
        return 1
    print(f"{len(written.students)} zips, one a student, in {target}")
    if written.lms:
        print(f"for Canvas or Moodle: {written.lms}")
    if written.lms and written.unknown:
        print(f"not in it, because nothing of theirs was downloaded: {', '.join(written.unknown)}")
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
            print(f"roster: {error}", file=sys.stderr)
            return 1
        print(changes)
        if not (changes.new or changes.changed) or arguments.dry_run:
            return 1 if changes.refused else 0
        asked = sys.stdin.isatty() and not arguments.yes
        if asked and input("Write this into the gradebook? [y/N] ").strip().lower() != "y":
            return 1
        apply(changes, gradebook)
    print("Written into the gradebook.")
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
        print(f"extend: {error}", file=sys.stderr)
        return 1
    print(f"{student} has {arguments.days:g} days more for {assignment}. To count it:")
    print(f"python -m grading autograde {assignment} --student {student} --force")
    return 0


def parser() -> argparse.ArgumentParser:
    """The command line of ``python -m grading``; ``run`` is the function of the command."""
    main = argparse.ArgumentParser(prog="python -m grading", description=__doc__)
    commands = main.add_subparsers(required=True, metavar="COMMAND")
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
    public.add_argument("paths", nargs="*", type=Path, help="default: _build/html and release")
    public.set_defaults(run=publish_check)
    skeleton = commands.add_parser("new-exercise", help="make the skeleton of an exercise")
    skeleton.add_argument("number", help="such as 3.12")
    skeleton.add_argument("topic", help="its id, such as my-topic")
    skeleton.add_argument("--assignment", default="challenges", help="default: challenges")
    skeleton.set_defaults(run=new_exercise)
    commands.add_parser(
        "check-solutions", help="check that solutions/ was made from exercises/"
    ).set_defaults(run=check_solutions)
    batch = commands.add_parser("autograde", help="grade a class on all cores, or on a cluster")
    batch.add_argument("assignment")
    batch.add_argument("--student", action="append", help="only this one; can be repeated")
    batch.add_argument("--workers", type=int, metavar="N", help="default: one a core")
    batch.add_argument("--scheduler", metavar="tcp://HOST:PORT", help="of a Dask cluster")
    batch.add_argument("--force", action="store_true", help="grade those again who are graded")
    batch.add_argument("--anew", action="store_true", help="--force, and execute everything anew")
    batch.add_argument("-v", "--verbose", action="store_true", help="a line for each student")
    batch.set_defaults(run=autograde)
    own = commands.add_parser("check", help="run the visible tests of a student's notebook")
    own.add_argument("notebook", type=Path)
    own.set_defaults(run=check)
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
    page.set_defaults(run=report)
    return main


if __name__ == "__main__":
    given = parser().parse_args()
    sys.exit(given.run(given))
