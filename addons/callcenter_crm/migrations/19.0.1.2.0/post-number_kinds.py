"""Kinds of number have become items of a dictionary."""


def migrate(cr, version):
    cr.execute(
        """
        UPDATE callcenter_number number
           SET kind_id = item.id
          FROM callcenter_dictionary_item item
          JOIN callcenter_dictionary dictionary ON dictionary.id = item.dictionary_id
         WHERE dictionary.code = 'number_kind' AND item.code = number.kind AND number.kind_id IS NULL
        """
    )
