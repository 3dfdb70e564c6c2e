"""Holidays and make-up workdays belong to this addon now; they were the telephone's."""


def migrate(cr, version):
    cr.execute(
        """
        UPDATE ir_model_data SET module = 'callcenter_crm'
         WHERE module = 'callcenter_telephony'
           AND (name LIKE '%special\\_day%' OR name LIKE '%callcenter\\_menu\\_special\\_day')
           AND model IN ('callcenter.special.day', 'ir.ui.view', 'ir.actions.act_window', 'ir.model.access',
                         'ir.ui.menu')
        """
    )
