select *
from audit.rpt_row_conservation
order by seed_name
