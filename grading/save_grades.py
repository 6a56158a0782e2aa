"""Write a notebook's scores into the gradebook in one transaction: all of them or none."""

from nbgrader.api import Gradebook
from nbgrader.preprocessors import SaveAutoGrades as NbgraderSaveAutoGrades


class SaveAutoGrades(NbgraderSaveAutoGrades):
    """nbgrader's, which commits after every cell, but with one commit for all cells."""

    def preprocess(self, nb, resources):
        about = resources["nbgrader"]
        self.notebook_id = about["notebook"]
        self.assignment_id = about["assignment"]
        self.student_id = about["student"]
        self.db_url = about["db_url"]
        with Gradebook(self.db_url) as self.gradebook:
            session = self.gradebook.db
            commit, session.commit = session.commit, session.flush
            for index, cell in enumerate(nb.cells):
                nb.cells[index], resources = self.preprocess_cell(cell, resources, index)
            commit()
        return nb, resources
