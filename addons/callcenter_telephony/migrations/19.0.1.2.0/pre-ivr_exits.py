"""The exit of a step is a text, no longer one of the keys of a telephone: its selection goes without touching rows."""


def migrate(cr, version):
    cr.execute(
        """DELETE FROM ir_model_fields_selection s USING ir_model_fields f
            WHERE f.id = s.field_id AND f.model = 'callcenter.ivr.choice' AND f.name = 'key' RETURNING s.id"""
    )
    ids = [row[0] for row in cr.fetchall()]
    cr.execute("DELETE FROM ir_model_data WHERE model = 'ir.model.fields.selection' AND res_id = ANY(%s)", (ids,))
