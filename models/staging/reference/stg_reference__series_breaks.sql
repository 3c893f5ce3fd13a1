with

series_breaks as (

    select * from {{ ref('reference__series_breaks') }}

),

final as (

    select
        source_document_id,
        table_code,
        footnote_no,
        cast(break_roc_year as int) as break_roc_year
    from series_breaks

)

select * from final
