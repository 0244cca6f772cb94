"""The simulated centre: officers and departments who act on simulated matters, as real ones would.

What somebody does next and when is a pure function of the record alone (``incident_orders``,
``whistle_orders``), so that a person may act at any time and the simulation goes on from there. ``desk``
gives the orders at the same doors that people use. All names are invented and say so.
"""
