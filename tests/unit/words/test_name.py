"""Names of people and of bodies: the end of a body's name decides, and an affiliation makes no body of a person."""

from __future__ import annotations

import pytest

from reportcli.words.applicant import classify_applicant
from reportcli.words.name import column_of_name
from reportcli.words.text import squeeze

# name | column; `-`: it tells none, which is an error where no type and no code does.
NAMES = """
    张某 | natural_person
    李某某 | natural_person
    王** | natural_person
    某某 | natural_person
    张三 | natural_person
    扎西某 | natural_person
    买买提·某 | natural_person
    阿卜杜拉·艾合买提 | natural_person
    John Smith | natural_person
    Maria Garcia | natural_person
    田中太郎 | natural_person
    欧阳某某 | natural_person
    王先生 | natural_person
    李女士 | natural_person
    张某（某律师事务所） | natural_person
    李四（某某公司员工） | natural_person
    某公司职工王某 | natural_person
    某大学学生李某 | natural_person
    某商会会长李某 | natural_person
    某律师事务所律师王某 | natural_person
    某村村民张某 | natural_person
    某小区业主李某 | natural_person
    某某有限公司王某某 | natural_person
    某大学张教授 | natural_person
    某律所王律师 | natural_person
    某集团法定代表人张某 | natural_person
    法定代表人张某 | natural_person
    某医院退休职工赵某 | natural_person
    张三等5人 | natural_person
    张三、李四 | natural_person
    张三、李四等 | natural_person
    某公司员工 | natural_person
    张学会 | natural_person
    王商会 | natural_person
    企业家协会 | social_welfare
    某市企业家协会 | social_welfare
    某公司业主委员会 | other_organisation
    某小区业主委员会 | other_organisation
    某集团工会委员会 | other_organisation
    某公司工会 | other_organisation
    某某研究院有限公司 | business
    某大学出版社有限公司 | business
    某律师事务所 | legal_services
    某律师事务所（普通合伙） | legal_services
    某某律师事务所（张某律师） | legal_services
    某科技公司（法定代表人张某） | business
    某某超市 | -
    某某小学 | other_organisation
    县纪委 | other_organisation
    供电局 | -
    新华书店 | business
    红十字会 | social_welfare
    业主代表 | -
    某县红十字会 | social_welfare
    某市供电局 | -
    某某餐馆 | -
    张三餐馆 | -
    李记面馆 | -
    某某大学 | research
    某研究所 | research
    某公司研究院 | research
    某市农科院 | research
    某某学院 | research
    某村村民委员会 | other_organisation
    某社区居委会 | other_organisation
    某街道办事处 | other_organisation
    某市住房和城乡建设局 | other_organisation
    某县人民医院 | other_organisation
    某派出所 | other_organisation
    某某合作社 | business
    某某加工厂 | business
    某银行某支行 | business
    某会计师事务所 | business
    某某基金会 | social_welfare
    某志愿服务队 | social_welfare
    某市慈善总会 | social_welfare
    某公证处 | legal_services
    某仲裁委员会 | legal_services
    ABC Trading Co., Ltd. | business
    Peking University | research
    马家店 | -
    某单位 | -
    匿名 | -
    买买提 | natural_person
    格桑 | natural_person
    某某广场 | -
    某汽车4S店 | -
    某某业委会筹备组 | -
    某村第三村民小组 | other_organisation
    王某某（代理人：李某） | natural_person
    某商会 | social_welfare
    某商会秘书处 | -
    中国某某集团有限公司工会 | other_organisation
    某县总工会 | other_organisation
    某某大学附属小学 | other_organisation
    某某科技有限公司北京分公司 | business
    某区人民政府 | other_organisation
    张某与李某 | natural_person
    某公司、张某 | -
"""
ROWS = [tuple(line.strip().split(" | ")) for line in NAMES.strip().splitlines()]


@pytest.mark.parametrize(("name", "column"), ROWS)
def test_the_column_of_a_name_alone(name: str, column: str) -> None:
    found = classify_applicant("", "", name)
    assert (found.line or "-") == column
    codes = [fault.code for fault in found.faults]
    by_name = {"natural_person": ["applicant-by-name"], "-": ["applicant-undecided"]}
    assert codes == by_name.get(column, [])


@pytest.mark.parametrize(
    ("name", "column"),
    [
        ("某某超市", "undecided"),
        ("某公司、张某", "undecided"),
        ("某某读书会", "undecided"),
        ("", None),
        ("业主代表", None),
    ],
)
def test_what_is_left_open(name: str, column: str | None) -> None:
    assert column_of_name(squeeze(name)) == column
