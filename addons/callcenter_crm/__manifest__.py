{
    "name": "Call Center: customers and calls",
    "summary": "Customers with all their numbers, calls as part of their history, call outcomes, roles",
    "version": "19.0.1.0.0",
    "category": "Call Center",
    "author": "Call Center contributors",
    "license": "AGPL-3",
    "depends": ["bus", "contacts", "mail", "phone_validation", "base_user_role"],
    "external_dependencies": {"python": ["phonenumbers"]},
    "data": [
        "security/callcenter_groups.xml",
        "security/ir.model.access.csv",
        "security/callcenter_rules.xml",
        "data/callcenter_role_data.xml",
        "data/callcenter_disposition_data.xml",
        "data/callcenter_dictionary_data.xml",
        "views/callcenter_call_views.xml",
        "views/callcenter_disposition_views.xml",
        "views/callcenter_dictionary_views.xml",
        "views/res_partner_views.xml",
        "views/menus.xml",
    ],
    "demo": [
        "demo/company_demo.xml",
        "demo/users_demo.xml",
        "demo/customers_demo.xml",
    ],
    "assets": {
        "web.assets_backend": [
            # Debian's odoo-19 lacks this file; its absence is a console error in every page
            ("remove", "mail/static/lib/selfie_segmentation/selfie_segmentation.js"),
            "callcenter_crm/static/src/**/*",
        ],
        "web.assets_unit_tests": ["callcenter_crm/static/tests/**/*"],
    },
    "application": True,
}
