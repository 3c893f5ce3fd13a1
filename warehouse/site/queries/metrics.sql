-- Every printed figure, and whether it is the one that counts.
with

counted as (

    select _seed_row_key from nhi.fct_programme_metrics
    union all
    select _seed_row_key from nhi.fct_programme_metric_breakdowns

)

select
    printings.*,
    counted._seed_row_key is not null as is_counted,
    documents.title_zh as document_title_zh
from nhi.fct_programme_metric_printings as printings
inner join core.dim_source_documents as documents
    on printings.source_document_id = documents.source_document_id
left join counted
    on printings._seed_row_key = counted._seed_row_key
order by
    printings.source_document_id,
    printings.metric_id,
    printings.dimension_zh nulls first,
    printings.period_end_date,
    printings.as_of_date
