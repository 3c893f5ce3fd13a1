select *
from budget.fct_opened_item_execution
where executed_points is not null
order by listing_roc_year, fee_roc_year
