"""What people call the columns of a list, in one place: by field, in Chinese and English, the most usual first."""

FIELDS = {
    "number": (
        "手机", "手机号", "手机号码", "电话", "电话号码", "联系电话", "联系方式", "联系手机", "移动电话",
        "客户电话", "客户手机", "本人电话", "常用电话", "主叫号码", "号码", "手機", "手機號碼", "電話",
        "電話號碼", "聯絡電話", "手机1", "电话1", "phone", "mobile", "phone number", "mobile number",
        "mobile phone", "telephone", "tel", "cell", "cell phone", "contact number", "number", "msisdn",
    ),
    "number_2": (
        "手机2", "电话2", "备用电话", "备用号码", "其他电话", "第二电话", "固定电话", "固话", "座机",
        "家庭电话", "办公电话", "单位电话", "备用手机", "備用電話", "市話", "phone 2", "second phone",
        "second number", "other phone", "alternative phone", "landline", "home phone", "work phone",
        "office phone", "backup number",
    ),
    "name": (
        "姓名", "客户姓名", "名字", "客户名称", "客户", "联系人", "联系人姓名", "称呼", "客户名", "会员姓名",
        "真实姓名", "聯絡人", "客戶姓名", "name", "full name", "customer", "customer name", "contact",
        "contact name", "client", "client name",
    ),
    "gender": (
        "性别", "性別", "称谓", "gender", "sex", "title",
    ),
    "company_name": (
        "公司", "公司名称", "单位", "工作单位", "单位名称", "企业名称", "企业", "任职公司", "company",
        "company name", "employer", "organisation", "organization", "firm",
    ),
    "region": (
        "省份", "省", "地区", "区域", "所在省", "所在地区", "归属省份", "省市", "region", "province", "state",
        "area",
    ),
    "city": (
        "城市", "市", "所在城市", "归属城市", "归属地", "号码归属地", "city", "town",
    ),
    "address": (
        "地址", "联系地址", "详细地址", "通讯地址", "家庭地址", "住址", "公司地址", "address", "street",
        "street address", "mailing address",
    ),
    "remark": (
        "备注", "说明", "备注信息", "描述", "留言", "附注", "備註", "remark", "remarks", "note", "notes",
        "comment", "comments", "description", "memo",
    ),
    "priority": (
        "优先级", "优先", "重要程度", "priority",
    ),
    "email": (
        "邮箱", "电子邮箱", "邮件", "电子邮件", "email", "e-mail", "mail",
    ),
    "source": (
        "来源", "渠道", "客户来源", "数据来源", "推广渠道", "source", "channel", "lead source",
    ),
    "birthday": (
        "生日", "出生日期", "出生年月", "birthday", "date of birth", "birth date", "dob",
    ),
    "occupation": (
        "职业", "occupation", "profession", "job",
    ),
    "id_number": (
        "身份证", "身份证号", "身份证号码", "证件号", "证件号码", "id number", "id card", "identity number",
    ),
    "zip": (
        "邮编", "邮政编码", "zip", "postal code", "postcode",
    ),
    "intent": (
        "意向", "意向度", "意向等级", "intent", "intent level",
    ),
}  # fmt: skip
GENDERS = frozenset(("男", "女", "男性", "女性", "先生", "女士", "小姐", "male", "female", "m", "f", "mr", "ms", "mrs"))
SURNAMES = frozenset(
    "王李张张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭"
    "陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常張劉陳楊黃趙吳孫馬羅鄭謝許"
)
