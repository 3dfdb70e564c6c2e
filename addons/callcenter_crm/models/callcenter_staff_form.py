from odoo import models

# a client cannot send this object, so only the server sets the key
_ASKED = object()


class CallcenterStaffForm(models.AbstractModel):
    """Forms of what business administrators write without a right of their own to (users, roles).

    A form asks for defaults and changes before it saves. That asks for the right to write, though nothing is written.
    What is saved goes through the checks of the models.
    """

    _name = "callcenter.staff.form"
    _description = "Form of Users and Roles"

    def onchange(self, values, field_names, fields_spec):
        if not self.env["res.users"]._callcenter_manages_staff():
            return super().onchange(values, field_names, fields_spec)
        form = self.with_context(callcenter_staff_form=_ASKED)
        return super(CallcenterStaffForm, form).onchange(values, field_names, fields_spec)

    def check_access(self, operation):
        if operation in ("create", "write") and self.env.context.get("callcenter_staff_form") is _ASKED:
            operation = "read"
        return super().check_access(operation)
