"""Reading what failed off the log of an Odoo run."""

from suites import failures

LOG = """\
2026-11-22 07:02:52,113 4307 ERROR db odoo.addons.crm.tests.test_merge: FAIL: Subtest TestMerge.test_a (login='x')
2026-11-22 07:02:52,213 4307 ERROR db odoo.addons.crm.tests.test_merge: FAIL: Subtest TestMerge.test_a (login='y')
2026-11-22 07:02:53,113 4307 ERROR db odoo.addons.sale.tests.test_order: ERROR: TestOrder.test_b
2026-11-22 07:02:53,213 4307 ERROR db odoo.sql_db: bad query: b'FAIL: TestOrder.test_c'
2026-11-22 07:08:11,422 4307 ERROR db odoo.tests.result: 2 failed, 1 error(s) of 434 tests when loading database 'db'
"""
GOOD = "2026-11-22 07:08:11,422 4307 INFO db odoo.tests.result: 0 failed, 0 error(s) of 434 tests when loading database"


def test_a_test_is_named_once_whatever_its_subtests():
    assert failures.failures(LOG) == {
        "crm.tests.test_merge: TestMerge.test_a",
        "sale.tests.test_order: TestOrder.test_b",
    }


def test_only_what_fails_with_us_alone_counts(tmp_path, capsys):
    bad, good = tmp_path / "bad.log", tmp_path / "good.log"
    bad.write_text(LOG)
    good.write_text(GOOD)
    assert failures.main(bad, bad) == 0
    assert failures.main(bad, good) == 0
    assert failures.main(good, bad) == 1
    assert "only with the call center: 2" in capsys.readouterr().out


def test_a_run_that_broke_off_is_no_success(tmp_path):
    broken = tmp_path / "broken.log"
    broken.write_text("started")
    assert failures.main(broken, broken) == 1
