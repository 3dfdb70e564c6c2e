import {onWillStart, useState} from "@odoo/owl";
import {useService} from "@web/core/utils/hooks";

/**
 * A controller for a view that says something of the whole in one line: asked of the server when the view opens, and
 * again after each button. A view button shows the records anew as well.
 *
 * @param {Function} Controller of the view
 * @param {Object} told
 * @param {String} told.template of the view, which shows `headline` (what the server answered)
 * @param {String} told.model
 * @param {String} told.method public, takes nothing
 */
export const withHeadline = (Controller, {template, model, method}) =>
    class extends Controller {
        static template = template;

        setup() {
            super.setup();
            this.orm = useService("orm");
            this.headline = useState({});
            onWillStart(() => this.loadHeadline());
        }

        async loadHeadline() {
            Object.assign(this.headline, await this.orm.call(model, method, []));
        }

        async afterExecuteActionButton(clickParams) {
            await super.afterExecuteActionButton(clickParams);
            await Promise.all([this.loadHeadline(), this.model.load()]);
        }
    };
