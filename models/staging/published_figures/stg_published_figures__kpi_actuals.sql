with

kpi_actuals as (

    select * from {{ ref('published_figures__kpi_actuals') }}

),

final as (

    select
        kpi_id,
        cast(roc_year as int) as roc_year,
        value_text,
        unit_zh,
        comparability as comparability_code,
        difference_note,
        source_title,
        -- What follows the address says where to look on the page.
        {{ matched_group('source_url', '^([^ ]+)', 1) }} as source_url,
        quote as quote_zh,
        {{ seed_row_key('published_figures__kpi_actuals') }} as _seed_row_key
    from kpi_actuals

)

select * from final
