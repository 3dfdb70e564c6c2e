from odoo import models


class CallcenterListRefused(models.Model):
    """Why a file cannot be read, and what to do, in the words of who loaded it."""

    _inherit = "callcenter.list"  # pylint: disable=consider-merging-classes-inherited  # a file for each matter

    def _import_refusal(self, refused):
        """Return the sentence for a ``Refused`` of the readers."""
        code, values = refused.code, dict.fromkeys(("found", "limit", "name", "tool", "seconds", "encoding"), "")
        values |= refused.values
        sentence = self._import_refusals(values).get(code)
        return sentence or self.env._("The file cannot be read. Save it as xlsx or csv and load it again.")

    def _import_refusals(self, values):
        return {
            "empty": self.env._("The file is empty. Check that the right one was chosen."),
            "truncated": self.env._(
                "The file is cut off or damaged. Copy or download it again, then load it once more."
            ),
            "encrypted": self.env._("The file is encrypted. Save it without encryption and load it again."),
            "password": self.env._(
                "The file has a password. Remove the password in the spreadsheet program and load it again."
            ),
            "bomb": self.env._(
                "The file unpacks to far more than such files hold, and was not opened. Save it anew as csv."
            ),
            "mislabelled": self._import_mislabelled(values["found"]),
            "unreadable": self.env._("The file cannot be read. Save it as xlsx or csv and load it again."),
            "too_many_rows": self.env._(
                "The file has more than %(limit)s rows. Split it and load the parts.", limit=values["limit"]
            ),
            "too_many_columns": self.env._(
                "The file has more than %(limit)s columns. Delete those that are not needed.", limit=values["limit"]
            ),
            "no_table": self.env._(
                "The file has no sheet or table “%(name)s” with rows. Choose another.", name=values["name"]
            ),
            "tool_missing": self.env._(
                "This server lacks %(tool)s, which reads such files. Save the file as xlsx, or ask your administrator.",
                tool=values["tool"],
            ),
            "too_long": self.env._(
                "The file took more than %(seconds)s seconds to read. Save it as csv, or split it.",
                seconds=values["seconds"],
            ),
            "too_large": self.env._(
                "The file is larger than %(limit)s MB. Split it and load the parts.", limit=values["limit"]
            ),
            "encoding": self.env._(
                "The text of the file does not fit the encoding %(encoding)s. Choose another encoding.",
                encoding=values["encoding"],
            ),
        }

    def _import_mislabelled(self, found):
        if not found:
            return self.env._("This is no list that can be read. Save it as xlsx or csv and load that.")
        return self.env._(
            "The file is not what its name says, but %(found)s. Open it in the program it was made with, save it as "
            "xlsx and load that.",
            found=found,
        )
