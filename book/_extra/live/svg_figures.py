"""Matplotlib's backend in the browser: ``plt.show()`` hands figures to the page, as SVG."""

import python_kernel
from matplotlib.backend_bases import FigureManagerBase, _Backend
from matplotlib.backends.backend_svg import FigureCanvasSVG


@_Backend.export
class _SvgFigures(_Backend):
    FigureCanvas = FigureCanvasSVG
    FigureManager = FigureManagerBase

    @staticmethod
    def show(*_arguments: object, **_options: object) -> None:
        python_kernel.show_figures()
