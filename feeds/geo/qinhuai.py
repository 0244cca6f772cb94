"""What the schematic of Qinhuai is drawn from: street borders, rivers, roads, the wall, places. Facts only.

WGS-84, (longitude, latitude), authored at about 100 m. Names and codes are official; lines are a sketch with
an error of 100 to 200 m, and the split of grids over streets is invented except for Shuangtang's 84 + 16.
"""

from typing import Final, NamedTuple

DISTRICT: Final = "320104"
DISTRICT_ZH: Final = "秦淮区"
DISTRICT_EN: Final = "Qinhuai District"

NOTICE_ZH: Final = "示意图，非测绘成果，不作划界依据"
NOTICE_EN: Final = "Schematic drawing, not a survey; proves no boundary"

LonLat = tuple[float, float]


class StreetFacts(NamedTuple):
    """One street office (街道): its code, names, share of the district's grids, and border by node names."""

    code: str
    zh: str
    en: str
    comprehensive: int
    dedicated: int
    ring: str


class LineFacts(NamedTuple):
    """A named line; ``kind`` says what it is, ``width_m`` how wide it is. A lake's points are its shore."""

    code: str
    zh: str
    en: str
    kind: str
    width_m: float
    points: str


class Landmark(NamedTuple):
    """A place people orient themselves by."""

    code: str
    zh: str
    en: str
    kind: str
    lon: float
    lat: float


def decode_points(text: str) -> list[LonLat]:
    """Points written "lon,lat" with 118 left out before the longitude's dot and 32 before the latitude's."""
    pairs = (pair.split(",") for pair in text.split())
    return [(118 + float(lon), (32 if lat.startswith(".") else 0) + float(lat)) for lon, lat in pairs]


NODES: Final[dict[str, LonLat]] = {
    "xjk": (118.779, 32.044), "dxg": (118.791, 32.043), "yxq": (118.802, 32.042), "mgg": (118.817, 32.041),
    "n08": (118.822, 32.036), "n09": (118.825, 32.040), "zsm": (118.827, 32.042), "yyhN": (118.833, 32.042),
    "n12": (118.833, 32.037), "n15": (118.838, 32.031), "n17": (118.841, 32.022), "n18": (118.846, 32.021),
    "n20": (118.850, 32.025), "n22": (118.869, 32.026), "n24": (118.871, 32.020), "n25": (118.875, 32.017),
    "n26": (118.871, 32.013), "n27": (118.865, 32.006), "n28": (118.859, 32.003), "n30": (118.848, 31.997),
    "n32": (118.838, 31.987), "n34": (118.826, 31.983), "n35": (118.811, 31.978), "n36": (118.804, 31.977),
    "n37": (118.797, 31.984), "n38": (118.791, 31.994), "n40": (118.782, 32.001), "n41": (118.778, 32.006),
    "n44": (118.764, 32.011), "shq": (118.759, 32.014), "n47": (118.761, 32.018), "jqm": (118.762, 32.022),
    "sxm": (118.763, 32.030), "n51": (118.763, 32.033), "hzm": (118.760, 32.044), "zsn": (118.779, 32.033),
    "ssW": (118.777, 32.026), "ss": (118.779, 32.0255), "zhm": (118.7755, 32.0155), "hh1": (118.779, 32.040),
    "hh2": (118.790, 32.039), "hh3": (118.802, 32.037), "dzq": (118.795, 32.030), "dsg": (118.794, 32.024),
    "tjm": (118.7985, 32.025), "rj1": (118.802, 32.034), "rj2": (118.812, 32.031), "ghm": (118.810, 32.025),
    "cw": (118.822, 32.031), "smk": (118.820, 32.020), "qqw": (118.826, 32.010), "n33b": (118.834, 31.992),
    "wdm": (118.790, 32.017), "yhm": (118.786, 32.012), "zgn": (118.776, 32.014), "sqE": (118.811, 32.015),
    "r1": (118.801, 32.018), "sqm": (118.798, 32.006), "yh2": (118.788, 32.0045), "wS": (118.768, 32.0145),
}  # fmt: skip

STREETS: Final[tuple[StreetFacts, ...]] = (
    StreetFacts("320104001", "秦虹街道", "Qinhong Subdistrict", 100, 31, "dsg tjm r1 sqE sqm yh2 yhm wdm"),
    StreetFacts("320104002", "夫子庙街道", "Fuzimiao Subdistrict", 80, 25, "ss dsg wdm yhm zgn zhm"),
    StreetFacts(
        "320104003",
        "红花街道",
        "Honghua Subdistrict",
        100,
        31,
        "sqE qqw n33b n32 n34 n35 n36 n37 n38 n40 yh2 sqm",
    ),
    StreetFacts(
        "320104004", "双塘街道", "Shuangtang Subdistrict", 84, 16, "sxm ssW ss zhm zgn wS shq n47 jqm"
    ),
    StreetFacts(
        "320104005", "中华门街道", "Zhonghuamen Subdistrict", 60, 19, "zgn yhm yh2 n40 n41 n44 shq wS"
    ),
    StreetFacts("320104006", "五老村街道", "Wulaocun Subdistrict", 50, 16, "xjk dxg yxq hh3 hh2 hh1"),
    StreetFacts(
        "320104007", "洪武路街道", "Hongwulu Subdistrict", 100, 31, "hh1 hh2 hh3 rj1 dzq dsg ss ssW zsn"
    ),
    StreetFacts(
        "320104008", "大光路街道", "Daguanglu Subdistrict", 60, 19, "rj1 rj2 ghm smk sqE r1 tjm dsg dzq"
    ),
    StreetFacts("320104009", "瑞金路街道", "Ruijinlu Subdistrict", 70, 22, "yxq mgg n08 cw rj2 rj1 hh3"),
    StreetFacts(
        "320104010",
        "月牙湖街道",
        "Yueyahu Subdistrict",
        80,
        25,
        "n08 n09 zsm yyhN n12 n15 n17 smk ghm rj2 cw",
    ),
    StreetFacts(
        "320104011",
        "光华路街道",
        "Guanghualu Subdistrict",
        131,
        40,
        "n17 n18 n20 n22 n24 n25 n26 n27 n28 n30 n32 n33b qqw sqE smk",
    ),
    StreetFacts(
        "320104012", "朝天宫街道", "Chaotiangong Subdistrict", 111, 33, "hzm xjk hh1 zsn ssW sxm n51"
    ),
)

RIVERS: Final[tuple[LineFacts, ...]] = (
    LineFacts(
        "outer",
        "外秦淮河",
        "Outer Qinhuai River",
        "river",
        88.0,
        ".830,31.978 .834,31.990 .833,.002 .826,.010 .818,.013 .811,.015 .801,.018 .7975,.022 .794,.0215 "
        ".791,.0165 .786,.0115 .781,.0128 .776,.0138 .768,.0140 .762,.0145 .7605,.0165 .7618,.0215 .763,.026 "
        ".763,.031 .7632,.034 .762,.039 .7595,.0438",
    ),
    LineFacts(
        "inner",
        "内秦淮河（十里秦淮）",
        "Inner Qinhuai River (Ten-Li Qinhuai)",
        "river",
        30.0,
        ".7975,.022 .7935,.0240 .7895,.0245 .786,.0232 .7838,.0220 .7825,.0200 .779,.0178 .776,.0180 "
        ".7745,.0205 .772,.0228 .769,.0250 .766,.0275 .7635,.0290",
    ),
    LineFacts(
        "inner-middle",
        "内秦淮河中段",
        "Inner Qinhuai River, Middle Arm",
        "river",
        20.0,
        ".763,.0345 .768,.0338 .773,.0318 .7795,.0302 .787,.0305 .795,.0300",
    ),
    LineFacts(
        "inner-east",
        "内秦淮河东段",
        "Inner Qinhuai River, East Arm",
        "river",
        20.0,
        ".802,.0415 .8005,.0365 .7965,.0325 .795,.0300 .794,.0245 .7936,.0240",
    ),
    LineFacts(
        "yueya",
        "月牙湖",
        "Yueya Lake",
        "lake",
        150.0,
        ".8310,.0410 .8320,.0388 .8321,.0352 .8309,.0325 .8290,.0312 .8291,.0337 .8300,.0362 .8301,.0390",
    ),
    LineFacts(
        "moat",
        "护城河",
        "City Moat",
        "river",
        46.0,
        ".8290,.0318 .8262,.0290 .8225,.0266 .8170,.0250 .8105,.0240 .8040,.0238 .7998,.0232 .7975,.0220",
    ),
)

ROADS: Final[tuple[LineFacts, ...]] = (
    LineFacts("zhongshan-east", "中山东路", "Zhongshan East Road", "trunk", 40.0,
              ".779,.0438 .791,.0430 .802,.0422 .8125,.0415 .827,.0418"),
    LineFacts("hanzhong", "汉中路", "Hanzhong Road", "trunk", 40.0, ".779,.0438 .771,.0444 .7605,.0445"),
    LineFacts("zhongshan-south", "中山南路", "Zhongshan South Road", "trunk", 40.0,
              ".779,.0438 .7787,.033 .777,.0256 .7732,.0170 .7715,.0122 .7692,.0088"),
    LineFacts("zhonghua", "中华路", "Zhonghua Road", "main", 30.0, ".7797,.0300 .7785,.0256 .7757,.0165"),
    LineFacts("taiping-south", "太平南路", "Taiping South Road", "main", 30.0,
              ".791,.0430 .788,.0365 .7865,.0310 .785,.0256"),
    LineFacts("longpan-middle", "龙蟠中路", "Longpan Middle Road", "trunk", 40.0,
              ".8022,.0422 .8010,.0355 .7965,.0290 .7965,.0250 .7975,.0165 .7985,.0070"),
    LineFacts("shengzhou", "升州路", "Shengzhou Road", "main", 30.0,
              ".764,.0305 .7678,.0300 .7735,.0275 .7775,.0257"),
    LineFacts("jiankang", "建康路", "Jiankang Road", "main", 30.0,
              ".7775,.0257 .785,.0254 .7905,.0262 .7965,.0262"),
    LineFacts("jianye", "建邺路", "Jianye Road", "main", 30.0, ".7675,.0347 .7735,.0325 .7797,.0306"),
    LineFacts("baixia", "白下路", "Baixia Road", "main", 30.0, ".7797,.0306 .7868,.0312 .795,.0305"),
    LineFacts("jiqing", "集庆路", "Jiqing Road", "main", 30.0, ".762,.0218 .7685,.0208 .7755,.0200"),
    LineFacts("changle", "长乐路", "Changle Road", "main", 30.0, ".7755,.0200 .783,.0185 .790,.0172"),
    LineFacts("yingtian", "应天大街", "Yingtian Avenue", "expressway", 50.0,
              ".759,.0135 .768,.0105 .778,.0085 .789,.0075 .7985,.0070"),
    LineFacts("yudao", "御道街", "Yudao Street", "main", 30.0, ".8155,.0375 .8135,.0310 .8105,.0255"),
    LineFacts("guanghua", "光华路", "Guanghua Road", "main", 30.0,
              ".8105,.0252 .820,.0195 .834,.0190 .850,.0185 .868,.0185"),
    LineFacts("daming", "大明路", "Daming Road", "main", 30.0, ".7985,.0070 .8015,31.9960 .8045,31.9800"),
)  # fmt: skip
"""The main roads. A line whose name changes half-way (升州路—建康路) is two roads."""

WALL: Final[tuple[LineFacts, ...]] = (
    LineFacts("wall-west", "明城墙（西段）", "Ming City Wall, West", "wall", 15.0,
              ".7640,.0345 .7642,.0310 .7640,.0260 .7632,.0215 .7620,.0170"),
    LineFacts("wall-south", "明城墙（南段）", "Ming City Wall, South", "wall", 15.0,
              ".7620,.0158 .7680,.0152 .7755,.0152 .7810,.0141 .7855,.0130 .7895,.0172 .7930,.0225"),
    LineFacts("wall-east", "明城墙（东段）", "Ming City Wall, East", "wall", 15.0,
              ".8290,.0430 .8292,.0385 .8278,.0340 .8250,.0305 .8215,.0275"),
)  # fmt: skip
"""The stretches that still stand, inside the moat."""

LANDMARKS: Final[tuple[Landmark, ...]] = (
    Landmark("dacheng", "夫子庙大成殿", "Confucius Temple (Fuzimiao)", "temple", 118.7835, 32.0228),
    Landmark("gongyuan", "江南贡院", "Jiangnan Examination Hall", "museum", 118.7855, 32.0233),
    Landmark("zhanyuan", "瞻园", "Zhanyuan Garden", "park", 118.7805, 32.0222),
    Landmark("bailuzhou", "白鹭洲公园", "Bailuzhou Park", "park", 118.789, 32.0205),
    Landmark("laomendong", "老门东", "Laomendong", "business", 118.782, 32.0165),
    Landmark("zhonghuamen", "中华门瓮城", "Zhonghua Gate", "gate", 118.7755, 32.0155),
    Landmark("dabaoen", "大报恩寺", "Porcelain Tower (Da Bao'en Temple)", "temple", 118.777, 32.0115),
    Landmark("ganxi", "甘熙宅第", "Gan Xi's Residence", "museum", 118.7735, 32.029),
    Landmark("chaotiangong", "朝天宫", "Chaotian Palace", "museum", 118.770, 32.0365),
    Landmark("shuiximen", "水西门", "Shuixi Gate", "gate", 118.764, 32.0303),
    Landmark("xishuiguan", "西水关", "West Water Gate", "gate", 118.7638, 32.0289),
    Landmark("dongshuiguan", "东水关", "East Water Gate", "gate", 118.793, 32.0243),
    Landmark("wuchaomen", "明故宫午朝门", "Ming Palace Meridian Gate", "gate", 118.8155, 32.0385),
    Landmark("yueyahu", "月牙湖公园", "Yueya Lake Park", "park", 118.8315, 32.035),
    Landmark("qiqiaoweng", "七桥瓮湿地", "Qiqiaoweng Wetland Park", "park", 118.826, 32.0105),
    Landmark("nuaa", "南航明故宫校区", "NUAA Ming Palace Campus", "school", 118.813, 32.0355),
    Landmark("m-xinjiekou", "新街口", "Xinjiekou", "metro", 118.7789, 32.0439),
    Landmark("m-zhangfuyuan", "张府园", "Zhangfuyuan", "metro", 118.7786, 32.0330),
    Landmark("m-sanshanjie", "三山街", "Sanshanjie", "metro", 118.7770, 32.0255),
    Landmark("m-zhonghuamen", "中华门站", "Zhonghuamen Station", "metro", 118.7692, 32.0088),
    Landmark("m-fuzimiao", "夫子庙站", "Fuzimiao Station", "metro", 118.7859, 32.0256),
    Landmark("m-chaotiangong", "朝天宫站", "Chaotiangong Station", "metro", 118.7675, 32.0347),
    Landmark("m-tongjimen", "通济门", "Tongjimen", "metro", 118.7995, 32.0277),
    Landmark("m-guanghuamen", "光华门", "Guanghuamen", "metro", 118.8095, 32.0255),
    Landmark("m-shimenkan", "石门坎", "Shimenkan", "metro", 118.8196, 32.0192),
    Landmark("m-qiqiaoweng", "七桥瓮站", "Qiqiaoweng Station", "metro", 118.8201, 32.0108),
    Landmark("m-dajiaochang", "大校场", "Dajiaochang", "metro", 118.8173, 32.0000),
)
"""Metro stations are placed within 50 m, the others within 200 m."""
