from . import callcenter_qa_appeal
