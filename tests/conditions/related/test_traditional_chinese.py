"""Questions in a script that the language model does not know find their siblings by their words."""

import pytest

from conditions.related.ranking.second_stage import search
from conditions.related.upkeep.publication import publish
from tests.factories import public_question

PAIRS = [
    ("冬天一吹風左邊臉頰就麻木,是什麼原因?", "天氣冷的時候臉頰麻木要看哪一科"),
    ("孩子發燒三天不退,要不要去急診", "小孩發燒一直不退怎麼辦"),
    ("吃了降血壓藥以後一直咳嗽", "降血壓藥會引起咳嗽嗎"),
    ("懷孕可以吃普拿疼嗎", "懷孕初期頭痛能不能吃普拿疼"),
    ("糖尿病患者腳底刺痛", "糖尿病腳底像針刺一樣刺痛"),
    ("胃食道逆流晚上睡覺咳嗽", "胃食道逆流晚上胸口灼熱"),
    ("偏頭痛發作時看到閃光", "偏頭痛之前有閃光正常嗎"),
    ("月經兩個月沒有來", "月經遲了很久沒有來"),
    ("掉頭髮一塊一塊的圓形禿", "圓形禿會自己好嗎"),
    ("甲狀腺功能低下容易疲倦", "甲狀腺低下為什麼一直疲倦"),
    ("膝蓋跑步後疼痛腫脹", "跑步之後膝蓋疼痛"),
    ("耳鳴一整天都有聲音", "右耳耳鳴好幾個月"),
    ("眼皮一直跳是缺乏什麼", "左邊眼皮跳了一個星期"),
    ("小便有血但是不痛", "早上小便有血要做什麼檢查"),
    ("帶狀皰疹會不會傳染給家人", "帶狀皰疹多久不會傳染"),
    ("新生兒黃疸什麼時候會退", "寶寶黃疸照光多久"),
    ("失眠可以長期吃安眠藥嗎", "停掉安眠藥以後失眠"),
    ("過敏性鼻炎每天早上打噴嚏", "鼻炎打噴嚏流鼻水"),
    ("痛風發作腳趾紅腫", "痛風可以吃豆腐嗎"),
    ("心悸喝咖啡以後更明顯", "晚上心悸睡不著"),
]
LEAST = 17


@pytest.mark.django_db
def test_the_sibling_is_found_first(encoder):
    stored = {}
    for title, _asked in PAIRS:
        question = public_question(title=title, body="請問醫師,謝謝。")
        publish(question)
        stored[title] = question.pk
    first = [search("question", typed, 1)[0].object_id for _title, typed in PAIRS]
    found = sum(number == stored[title] for number, (title, _typed) in zip(first, PAIRS, strict=True))
    assert found >= LEAST
