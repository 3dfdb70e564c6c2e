from odoo import api, models
from odoo.exceptions import UserError

from ..tools.file_type import HEAD, lies

_CHECKED = {"res_model", "res_id", "raw", "datas", "db_datas", "store_fname", "name", "mimetype", "type"}


class IrAttachment(models.Model):
    """Files of work orders are what they say and not too large, whatever way they come."""

    _inherit = "ir.attachment"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    @api.model_create_multi
    def create(self, vals_list):
        attachments = super().create(vals_list)
        attachments._check_workorder_files()
        return attachments

    def write(self, vals):
        result = super().write(vals)
        if not _CHECKED.isdisjoint(vals):
            self._check_workorder_files()
        return result

    def _check_workorder_files(self):
        # sudo: ir.attachment, helpdesk.ticket - looked at, not given out; a refusal undoes the write
        for file in self.sudo():
            if file.res_model == "helpdesk.ticket" and file.type == "binary":
                order = self.env["helpdesk.ticket"].sudo().browse(file.res_id or 0).exists()
                file._check_workorder_file(order.category_id._attachment_mb())

    def _check_workorder_file(self, most):
        name = self.name or ""
        if self.file_size > most * 1024 * 1024:
            raise UserError(
                self.env._("“%(name)s” is larger than %(most)s MB. Nothing was attached.", name=name, most=most)
            )
        if lies(name, self.mimetype, (self.raw or b"")[:HEAD]):
            raise UserError(
                self.env._(
                    "“%(name)s” is not the kind of file that its name says. Nothing was attached: save it under its "
                    "true kind and attach it again.",
                    name=name,
                )
            )
