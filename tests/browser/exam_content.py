"""Small exams of the browser tests' own, beside the shipped content."""

_LONG = (
    "客户在电话里要求客服人员替他判断第二天的行情，并要求公司承诺如果判断错误就补偿他因此产生的全部亏损以及手续费，"
    "客服人员应当礼貌地说明公司不能作出任何这样的承诺，同时把客户的要求如实记录下来，转交给有资格的人员跟进处理"
)

BANK = f"""---
题库: 浏览器
用途: 考核
难度: 中
少选: 按比例
考点: 浏览器
---

## 下面哪一句话说的是北京？（ ）

- A. {_LONG}，这一句说的是上海
- B. {_LONG}，这一句说的是北京
- C. {_LONG}（http://example.cn/{"a-very-long-address-without-a-space-" * 3}），这一句说的是广州
- D. 这一句很短

编号：br-001
答案：B
解析：只有选项B 提到北京。
来源：自编

## 下列数中，大于 2 的有（ ）。

- A. 一
- B. 三
- C. 四
- D. 零

编号：br-002
答案：BC
解析：选项B、C 大于 2。
来源：自编

## 一年有____个月。

编号：br-003
答案：十二
解析：十二个月。
来源：自编

## 一周有七天。

编号：br-004
答案：正确
解析：七天。
来源：自编

## 从早到晚排列。

- A. 中午
- B. 早晨
- C. 夜里
- D. 傍晚

编号：br-005
题型：排序
答案：B-A-D-C
解析：早晨最早，夜里最晚。
来源：自编

## 把月份与季节配对。
① 一月
② 七月
③ 十月

- A. 夏
- B. 秋
- C. 冬
- D. 春

编号：br-006
题型：配对
答案：①-C；②-A；③-B
解析：按北半球。
来源：自编
"""

_FRONT = """---
编号: {id}
考试: {title}
英文: {english}
对象: 员工
时长: 30 分钟
及格: 60%
导航: {navigation}
版式: {layout}
成绩发布: 交卷后
宽限: 60 秒
证书: 否
来源: 自编
---

| 大题 | 题型 | 题库 | 考点 | 题数 | 每题分值 | 难度 |
|---|---|---|---|---|---|---|
"""

_SMALL = """| 一、单项选择题 | 单选 | 浏览器 | | 1 | 2 | |
| 二、多项选择题 | 多选 | 浏览器 | | 1 | 2 | |
| 三、填空题 | 填空 | 浏览器 | | 1 | 2 | |
"""

_ROWS = """| 一、排序题 | 排序 | 浏览器 | | 1 | 2 | |
| 二、配对题 | 配对 | 浏览器 | | 1 | 2 | |
"""

_FORWARD = """| 一、选择题 | 单选 | 浏览器 | | 1 | 2 | |
| 一、选择题 | 多选 | 浏览器 | | 1 | 2 | |
| 二、判断与填空 | 判断 | 浏览器 | | 1 | 2 | |
| 二、判断与填空 | 填空 | 浏览器 | | 1 | 2 | |
"""


def _front(exam: str, title: str, english: str, *, navigation: str = "自由", layout: str = "整卷") -> str:
    return _FRONT.format(id=exam, title=title, english=english, navigation=navigation, layout=layout)


EXAMS = {
    "small": _front("small", "三题小考", "Three questions") + _SMALL,
    "small-by-page": _front("small-by-page", "三题逐题", "Three pages", layout="逐题") + _SMALL,
    "rows": _front("rows", "排序与配对", "Rows") + _ROWS,
    "rows-by-page": _front("rows-by-page", "排序与配对逐题", "Rows by page", layout="逐题") + _ROWS,
    "forward": _front("forward", "两个大题", "Two parts", navigation="按大题顺序") + _FORWARD,
}
