-- In which fields do the two editions of the Ministry's FY107 plan differ?
-- 衛生福利部107年度施政計畫兩版本，哪些欄位不同？
select
    entity_code,
    field_code,
    count(*) as difference_count,
    min(entity_key) as first_entity_key
from audit.rpt_edition_differences
group by entity_code, field_code
order by entity_code asc, difference_count desc, field_code asc
