"""Reading what failed off pytest's files."""

from xml.etree import ElementTree

from suites import failures

BAD = """\
<testsuites><testsuite>
  <testcase classname="odoo.addons.crm.tests.test_merge.Merge" name="test_a"><failure>one</failure></testcase>
  <testcase classname="odoo.addons.crm.tests.test_merge.Merge" name="test_a (login='y')"><failure /></testcase>
  <testcase classname="odoo.addons.sale.tests.test_order.Order" name="test_b"><error>three</error></testcase>
  <testcase classname="odoo.addons.sale.tests.test_order.Order" name="test_c"><skipped /></testcase>
</testsuite></testsuites>
"""
GOOD = '<testsuites><testsuite><testcase classname="c" name="test_b" /></testsuite></testsuites>'


def test_a_test_is_named_once_whatever_its_subtests():
    assert failures.failures(list(ElementTree.fromstring(BAD).iter("testcase"))) == {
        "odoo.addons.crm.tests.test_merge.Merge.test_a",
        "odoo.addons.sale.tests.test_order.Order.test_b",
    }


def test_only_what_fails_with_us_alone_counts(tmp_path, capsys):
    bad, good = tmp_path / "bad.xml", tmp_path / "good.xml"
    bad.write_text(BAD)
    good.write_text(GOOD)
    assert failures.main(bad, bad) == 0
    assert failures.main(bad, good) == 0
    assert failures.main(good, bad) == 1
    assert "only with the call center: 2" in capsys.readouterr().out


def test_a_run_that_broke_off_is_no_success(tmp_path):
    broken = tmp_path / "broken.xml"
    assert failures.main(broken, broken) == 1
    broken.write_text("<testsuites />")
    assert failures.main(broken, broken) == 1
