from . import callcenter_qa_appeal
from . import callcenter_qa_begin
from . import callcenter_qa_task_act
from . import callcenter_reconciliation_run
