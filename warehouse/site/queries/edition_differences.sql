select *
from audit.rpt_edition_differences
order by entity_code, entity_key, field_code
