"""One panel a file. Each ``build(config)`` gives the still part: headings, units, legends and empty places.

The figures are written into the places (``data-slot``) by the module of the same name in
``assets/live/panels``.
"""
