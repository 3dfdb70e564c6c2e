from odoo.tests.common import BaseCase, tagged

from ..tools.phone import kind, normalize, search_term, written


@tagged("post_install", "-at_install")
class TestPhone(BaseCase):
    def assertNormalized(self, expected, *spellings, region="CN"):
        for text in spellings:
            with self.subTest(text=text):
                self.assertEqual(normalize(text, region), expected)

    def test_all_spellings_of_a_mobile_number_are_one_key(self):
        self.assertNormalized(
            "+8613800000001",
            "13800000001",
            "138 0000 0001",
            "138-0000-0001",
            "+86 138 0000 0001",
            "0086 13800000001",
            "86 13800000001",
            "013800000001",
            "１３８ ００００ ０００１",
            "（＋８６）１３８-0000-0001",
            "\u202a+8613800000001\u202c",
            "tel:+8613800000001",
        )

    def test_area_codes_of_the_company_s_country(self):
        self.assertNormalized(
            "+8675582345678", "0755-82345678", "(0755) 8234 5678", "075582345678", "+86 755 8234 5678", "86075582345678"
        )
        self.assertNormalized("+861062345678", "010-62345678")
        self.assertNormalized("+864001234567", "400-123-4567")

    def test_a_key_is_written_as_people_of_the_country_do(self):
        for number, expected in {
            "+8613800000001": "138 0000 0001",
            "+861012345678": "010 1234 5678",
            "+8675582345678": "0755 8234 5678",
            "+863121234567": "0312 123 4567",
            "+864001234567": "400 123 4567",
            "+14155551234": "+1 415-555-1234",
            "+86138****0001": "+86138****0001",
            "95588": "95588",
            False: "",
        }.items():
            with self.subTest(number=number):
                self.assertEqual(written(number), expected)
        self.assertEqual(written("+8613800000001", "FR"), "+86 138 0000 0001")

    def test_an_extension_behind_a_number_is_dropped(self):
        self.assertNormalized(
            "+862162345678", "021-62345678 ext 12", "021-62345678转12", "021-62345678-12", "021-62345678#12"
        )

    def test_extensions_and_service_numbers_stay_as_they_are(self):
        for text in ("1001", "95588", "10086", "12345"):
            self.assertNormalized(text, text)
        self.assertNormalized("1001", "１００１")

    def test_foreign_numbers_and_foreign_companies(self):
        self.assertNormalized("+442071838750", "+44 20 7183 8750", "0044 20 7183 8750")
        self.assertNormalized("+14155551234", "(415) 555-1234", "1-415-555-1234", region="US")
        self.assertNormalized("+85223456789", "2345 6789", region="HK")

    def test_numbers_the_plan_does_not_know_keep_their_digits(self):
        self.assertNormalized("62345678", "6234 5678", "６２３４－５６７８")
        self.assertNormalized("138000000011111", "138000000011111")

    def test_of_several_numbers_the_first_counts(self):
        self.assertNormalized("+8613800000001", "13800000001 / 13800000002", "13800000001、010-62345678")

    def test_what_is_no_number_is_nothing(self):
        self.assertNormalized(
            "", "", None, "+", "anonymous", "ask reception", "1'; DROP TABLE x;--", "13800000001\r\nAction: Originate"
        )

    def test_what_a_person_types_is_looked_for_as_it_is_stored(self):
        for text in ("138 0000 0001", "0086-138-0000-0001", "１３８ ００００ ０００１"):
            self.assertEqual(search_term(text), "+8613800000001")
        self.assertEqual(search_term("0755-8234 5678"), "+8675582345678")
        self.assertEqual(search_term("138 0000"), "1380000")
        self.assertEqual(search_term("+86 138"), "+86138")
        for text in ("王磊", "Wang 2", "", None):
            self.assertEqual(search_term(text), text)

    def test_kind_of_a_number(self):
        self.assertEqual(kind("+8613800000001"), "mobile")
        self.assertEqual(kind("+8675582345678"), "landline")
        self.assertEqual(kind("1001"), "other")
