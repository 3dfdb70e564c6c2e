{
    "name": "Assets without the file that Debian's Odoo lacks",
    "summary": "As callcenter_crm does it: without this every browser test fails on a console error",
    "version": "19.0.1.0.0",
    "author": "Call Center contributors",
    "license": "AGPL-3",
    "depends": ["mail"],
    "assets": {
        "web.assets_backend": [("remove", "mail/static/lib/selfie_segmentation/selfie_segmentation.js")],
    },
}
