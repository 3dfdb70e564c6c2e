from datetime import date, datetime, time, timedelta

from odoo import fields, models
from odoo.fields import Domain


class CallcenterTimelineSource(models.AbstractModel):
    """A kind of event on a customer's timeline. Whoever inherits gives the attributes and the three methods below.

    Records are searched and read with the user's own rights, so that the rules of their model decide.
    """

    _name = "callcenter.timeline.source"
    _description = "Kind of Event on a Timeline"

    _timeline_kind = None  # key, unique
    _timeline_model = None
    _timeline_date = "create_date"
    _timeline_icon = "fa-circle-o"
    _timeline_sequence = 100

    def _timeline_label(self):
        """Return the name of the kind, for the filter."""
        raise NotImplementedError

    def _timeline_domain(self, partners):
        """Return the domain of the events of ``partners``."""
        raise NotImplementedError

    def _timeline_rows(self, records):
        """Return a row for each of ``records``, with a number of queries that does not grow with them.

        A row has any of ``title``, ``badge`` (one word on how it stands), ``tone`` (good, bad or empty), ``line``
        (list of texts), ``seconds``, ``note`` (plain text), ``next_at`` (UTC); what other addons add is theirs.
        """
        raise NotImplementedError

    def _timeline_description(self):
        return {"key": self._timeline_kind, "label": self._timeline_label(), "icon": self._timeline_icon}

    def _timeline_whole_days(self):
        return self.env[self._timeline_model]._fields[self._timeline_date].type == "date"

    def _timeline_moment(self, record):
        """Return when it was, as a naive UTC datetime; a day without time counts from its beginning."""
        moment = record[self._timeline_date]
        if isinstance(moment, date) and not isinstance(moment, datetime):
            return datetime.combine(moment, time())
        return moment.replace(microsecond=0)

    def _timeline_find(self, partners, after, limit):
        """Return the newest ``limit`` events of ``partners``.

        :param after: ``[moment, ids]``: only what is older, or of that second and not among ``ids``
        """
        name = self._timeline_date
        domain = Domain(self._timeline_domain(partners)) & Domain(name, "!=", False)
        if after:
            moment = fields.Datetime.to_datetime(after[0])
            until = moment + timedelta(seconds=1)
            if self._timeline_whole_days():
                moment, until = moment.date(), moment.date() + timedelta(days=1)
            # stored moments may have fractions of a second, which no domain tells apart
            domain &= Domain(name, "<", moment) | (Domain(name, "<", until) & Domain("id", "not in", after[1]))
        return self.env[self._timeline_model].search_fetch(domain, [name], order=f"{name} desc, id desc", limit=limit)

    def _timeline_user(self, user):
        # sudo: res.users - who did it is told also where the user cannot be read
        return user.sudo().name or ""

    def _timeline_choice(self, record, name):
        """Return the word that stands for the value of a selection."""
        return dict(record._fields[name]._description_selection(self.env)).get(record[name], "")
