{
    "name": "Call Center: figures",
    "summary": "Satisfaction, and calls by queue and by agent: one definition for each figure",
    "version": "19.0.1.1.0",
    "category": "Call Center",
    "author": "Call Center contributors",
    "license": "AGPL-3",
    "depends": ["callcenter_telephony"],
    "data": [
        "security/ir.model.access.csv",
        "security/callcenter_kpi_rules.xml",
        "data/callcenter_rating_level_data.xml",
        "data/callcenter_kpi_definition_data.xml",
        "data/ir_cron_data.xml",
        "views/callcenter_rating_level_views.xml",
        "views/callcenter_call_views.xml",
        "views/callcenter_kpi_definition_views.xml",
        "report/callcenter_fact_queue_views.xml",
        "report/callcenter_fact_agent_views.xml",
        "views/menus.xml",
    ],
    "assets": {
        # pivot and graph are loaded when first needed
        "web.assets_backend_lazy": ["callcenter_kpi/static/src/**/*"],
    },
    "post_init_hook": "post_init_hook",
    "uninstall_hook": "uninstall_hook",
    "application": True,
}
