"""How a table says no."""

from dashboard.incidents.refusals import NotYours
from dashboard.incidents.refused_moves import nobody_can, others_can
from dashboard.incidents.states import Role

WHISTLE, DRAFT, BLOW = ("哨单", "a whistle"), ("拟哨", "Draft"), ("吹哨", "Blow")


def test_a_move_that_does_not_exist_is_nobodys() -> None:
    """Not a matter of the role: 409 rather than 403."""
    refusal = nobody_can(WHISTLE, DRAFT, Role.SHIFT_LEAD, BLOW)
    assert not isinstance(refusal, NotYours)
    assert refusal.zh == "哨单拟哨，值班长不能吹哨：此状态下无人可以"
    assert refusal.en == "Shift lead cannot do 'Blow' to a whistle in state 'Draft': nobody can"


def test_a_move_of_others_names_them() -> None:
    """Whoever is refused knows whom to ask."""
    refusal = others_can(WHISTLE, DRAFT, Role.DISPATCHER, BLOW, (Role.PARTY_SECRETARY, Role.STREET_DIRECTOR))
    assert isinstance(refusal, NotYours)
    assert refusal.zh.endswith("应由党工委书记、街道办主任办理")
    assert refusal.en.endswith("Party secretary or Street director can")
