"""What simulated officers write. Chinese, as officers do; all of it invented."""

from typing import Final

RESULTS: Final = (
    "已到场处理完毕，现场恢复整洁",
    "已联系责任人当场整改",
    "已清运并复查周边",
    "已劝离并加强该点位巡查",
    "已安排人员处置，问题消除",
)
NOT_FOUND: Final = ("现场未发现所述情况", "到场时已自行消除")
VOIDED: Final = ("不属本中心受理范围，已告知渠道", "情况不实，不予立案", "与已办结事项重复，不再立案")
OUTSIDE: Final = "位置不在辖区网格内，转告相邻单位"
URGENT: Final = "情况紧急，先行受理，处置中核实"
NOT_OURS: Final = ("非本单位职责，建议改派", "权属不在本单位，请核对后改派")
MISDISPATCHED: Final = "经核对确属派遣错误，退回改派"
EXTENSION: Final = ("需协调多户，申请适当延长", "需等待材料到场，申请延期")
EXTENDED: Final = "情况属实，同意延期一次"
DECLINED: Final = ("理由不充分，请按期办结", "请增派人手，按原时限办理")
SUSPENSION: Final = ("需开挖施工，暂不具备条件", "责任主体待认定，先行采取临时措施")
SUSPENDED: Final = "暂不具备处置条件，挂账并按期复核"
RESUMED: Final = "条件已具备，恢复办理"
DISAGREES: Final = ("现场仍有残留", "未完全整改")
REWORK: Final = "核查不一致，请重新处置"
URGED: Final = ("已超时限，请抓紧办理并说明原因", "督办：今日内办结")
REOPENED: Final = "回访不满意且未解决，重新办理"
