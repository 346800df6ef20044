//! Who issues a notice: made-up places of every level, with what is peculiar to each.

/// An issuer, its level, and the places and phrases that go with it.
#[derive(Debug)]
pub struct World {
    pub issuer: &'static str,
    /// 机关代字.
    pub code: &'static str,
    /// The level in the table of organs.
    pub level: &'static str,
    /// The word before the names of its bodies; empty at the centre.
    pub word: &'static str,
    /// The whole name of the place, and the name without its kind.
    pub place: &'static str,
    pub stem: &'static str,
    /// What stands before a party body in place of 委.
    pub party: &'static str,
    /// Places below it, in runs of one kind: what governs them, and their names.
    pub below: &'static [(&'static [&'static str], &'static [&'static str])],
    /// Phrases that stand for several bodies.
    pub collectives: &'static [&'static str],
    /// The register by which it is read, or `none`.
    pub register: &'static str,
    /// To whom the notice goes.
    pub addressees: &'static str,
}

const GOVERNMENTS: &[&str] = &["人民政府", "政府"];
const COMMITTEES: &[&str] = &["管委会", "管理委员会"];
const STREETS: &[&str] = &["街道办事处", "街道办"];

const COUNTIES: &[&str] = &[
    "白马区",
    "和平区",
    "会同县",
    "及第县",
    "青禾县",
    "和顺县",
    "平等区",
    "石桥市",
];
const REGISTERED: &[&str] = &[
    "张家港市",
    "常熟市",
    "太仓市",
    "昆山市",
    "吴江区",
    "吴中区",
    "相城区",
    "姑苏区",
];
const CITIES: &[&str] = &["东陵市", "西屏市", "宜和市", "和州市", "平江市"];
const ZONES: &[&str] = &["经开区", "高新区", "东湖新区", "西山旅游度假区"];
const TOWNS: &[&str] = &["城关镇", "和平镇", "西山乡", "白马镇", "协力乡", "及第镇"];
const SUBDISTRICTS: &[&str] = &["联合", "会同里", "东湖", "协和", "平等", "红旗"];

const OF_A_PROVINCE: &[&str] = &[
    "省有关部门",
    "省直有关部门",
    "省级有关部门",
    "省各有关部门",
    "各设区市人民政府",
    "各市人民政府",
    "各市（州）人民政府",
    "各市、州人民政府",
    "各市、县（市、区）人民政府",
    "各地级以上市人民政府",
    "有关市人民政府",
    "各高校",
    "省属有关企业",
    "有关部门",
    "各有关单位",
];
const OF_A_CITY: &[&str] = &[
    "市有关部门",
    "市各有关部门",
    "市直有关部门",
    "市直相关单位",
    "市级有关部门",
    "市相关部门",
    "各县（市、区）人民政府",
    "各县（市、区）",
    "各县、区人民政府",
    "各县（区）人民政府",
    "各县区",
    "各区县",
    "各区、县级市",
    "各区人民政府",
    "各区政府",
    "各区",
    "各开发区管委会",
    "各功能区管委会",
    "各开发区、管委会",
    "相关区人民政府",
    "各有关县（市、区）",
    "有关部门",
    "各有关部门",
    "各有关单位",
    "各责任单位",
    "各相关单位",
    "其他成员单位",
    "属地人民政府",
    "各乡镇人民政府（街道办事处）",
    "各县（市、区）人民政府、开发区管委会",
    "市属国有企业",
    "沿江各县（区）",
];
const OF_A_COUNTY: &[&str] = &[
    "县直有关部门",
    "县级相关部门",
    "县有关部门",
    "各镇（街道）",
    "各乡镇（街道）",
    "各乡镇人民政府",
    "各乡（镇）人民政府",
    "各乡镇、街道",
    "各乡镇人民政府、街道办事处",
    "各镇人民政府、街道办事处",
    "各有关单位",
    "有关部门",
    "各相关部门",
    "各村（社区）",
    "各行政村",
    "各开发区管委会",
    "各乡镇卫生院",
];
const OF_A_DISTRICT: &[&str] = &[
    "区直有关部门",
    "区有关部门",
    "各街道办事处",
    "各镇（街道）",
    "各街道",
    "各镇人民政府、街道办事处",
    "各有关单位",
    "有关部门",
    "各社区",
    "各功能区",
    "各街镇",
];
const OF_A_TOWN: &[&str] = &[
    "各村（社区）",
    "各村、社区",
    "各村委会",
    "各村（居）",
    "各站所",
    "各行政村",
    "驻镇各单位",
    "各有关单位",
    "各村民小组",
];
const OF_THE_CENTRE: &[&str] = &[
    "国务院有关部门",
    "国务院相关部门",
    "各地区",
    "各有关部门",
    "各省级人民政府",
    "各省、自治区、直辖市人民政府",
    "各省（自治区、直辖市）人民政府",
    "各地方人民政府",
    "有关中央企业",
    "中央和国家机关有关部门",
    "有关部门",
    "各有关地区",
];

/// A city and what is below it; the other worlds differ from it in some fields.
const CITY: World = World {
    issuer: "东陵市人民政府",
    code: "东政发",
    level: "city",
    word: "市",
    place: "东陵市",
    stem: "东陵",
    party: "市委",
    below: &[(GOVERNMENTS, COUNTIES), (COMMITTEES, ZONES)],
    collectives: OF_A_CITY,
    register: "none",
    addressees: "各县（市、区）人民政府，市政府各部门",
};

const COUNTY: World = World {
    issuer: "青禾县人民政府",
    code: "青政发",
    level: "county",
    word: "县",
    place: "青禾县",
    stem: "青禾",
    party: "县委",
    below: &[
        (GOVERNMENTS, TOWNS),
        (STREETS, SUBDISTRICTS),
        (COMMITTEES, ZONES),
    ],
    collectives: OF_A_COUNTY,
    register: "none",
    addressees: "各乡镇人民政府、街道办事处，县政府各部门",
};

/// All worlds.
pub const WORLDS: &[World] = &[
    World {
        issuer: "国务院办公厅",
        code: "国办发",
        level: "central",
        word: "",
        place: "",
        stem: "",
        party: "",
        below: &[],
        collectives: OF_THE_CENTRE,
        register: "none",
        addressees: "各省、自治区、直辖市人民政府，国务院各部委、各直属机构",
    },
    World {
        issuer: "南浦省人民政府",
        code: "南政发",
        level: "province",
        word: "省",
        place: "南浦省",
        stem: "南浦",
        party: "省委",
        below: &[(GOVERNMENTS, CITIES)],
        collectives: OF_A_PROVINCE,
        register: "none",
        addressees: "各市、县（市、区）人民政府，省政府各部门",
    },
    World {
        issuer: "北原自治区人民政府",
        code: "北政发",
        level: "province",
        word: "自治区",
        place: "北原自治区",
        stem: "北原",
        party: "自治区党委",
        below: &[(GOVERNMENTS, CITIES)],
        collectives: &[
            "自治区有关部门",
            "各盟行政公署、市人民政府",
            "各盟市",
            "各市人民政府",
            "各地（州、市）人民政府（行署）",
            "各有关单位",
            "有关部门",
        ],
        register: "none",
        addressees: "各市人民政府，自治区政府各部门",
    },
    CITY,
    World {
        issuer: "西屏市人民政府办公室",
        code: "西政办发",
        place: "西屏市",
        stem: "西屏",
        ..CITY
    },
    World {
        issuer: "云溪州人民政府",
        code: "云政发",
        word: "州",
        place: "云溪州",
        stem: "云溪",
        party: "州委",
        collectives: &[
            "州直有关部门",
            "州有关部门",
            "各县市人民政府",
            "各县（市）人民政府",
            "各有关单位",
            "有关部门",
            "各县（市）",
        ],
        addressees: "各县（市）人民政府，州政府各部门",
        ..CITY
    },
    COUNTY,
    World {
        issuer: "白马区人民政府",
        code: "白政发",
        word: "区",
        place: "白马区",
        stem: "白马",
        party: "区委",
        collectives: OF_A_DISTRICT,
        addressees: "各镇人民政府、街道办事处，区政府各部门",
        ..COUNTY
    },
    World {
        issuer: "石桥市人民政府",
        code: "石政发",
        word: "市",
        place: "石桥市",
        stem: "石桥",
        party: "市委",
        collectives: &[
            "市直有关部门",
            "市有关部门",
            "各镇人民政府、街道办事处",
            "各镇（街道）",
            "各镇（街道、场）",
            "各有关单位",
            "各镇、街道",
        ],
        addressees: "各镇人民政府、街道办事处，市政府各部门",
        ..COUNTY
    },
    World {
        issuer: "白音旗人民政府",
        code: "白音政发",
        word: "旗",
        place: "白音旗",
        stem: "白音",
        party: "旗委",
        collectives: &["旗直有关部门", "各苏木镇", "各苏木乡镇", "各有关单位"],
        addressees: "各苏木镇人民政府，旗政府各部门",
        ..COUNTY
    },
    World {
        issuer: "青石镇人民政府",
        code: "青镇发",
        level: "town",
        word: "",
        place: "青石镇",
        stem: "青石",
        party: "",
        below: &[],
        collectives: OF_A_TOWN,
        register: "none",
        addressees: "各村（社区），镇各办公室",
    },
    // Read by a register of the repository.
    World {
        issuer: "苏州市人民政府",
        code: "苏府",
        place: "苏州市",
        stem: "苏州",
        below: &[
            (&["政府"], REGISTERED),
            (&["管委会"], &["苏州工业园区", "苏州高新区"]),
        ],
        collectives: &[
            "各市、区政府",
            "各相关市、区政府",
            "市各相关部门",
            "各项目责任单位",
        ],
        register: "suzhou",
        addressees: "各市、区人民政府，市各委办局",
        ..CITY
    },
];
