{#- The currency is no digit, and neither is the sign of a percentage. -#}
{%- set number_text = without_match('value_as_printed', '(元|%)$') -%}
with

figures as (

    select * from {{ ref('published_figures__figures') }}

),

final as (

    select
        topic_zh,
        metric_zh,
        roc_period,
        {{ roc_period_year('roc_period') }} as roc_year,
        {{ roc_period_start('roc_period') }} as period_start_date,
        {{ roc_period_end('roc_period') }} as period_end_date,
        {{ roc_period_end('roc_period') }} as as_of_date,
        value_as_printed as printed_text,
        unit_zh,
        {{ spelled_number(number_text) }} as printed_value,
        {{ spelled_half_unit(number_text) }} as half_unit_value,
        comparability as comparability_code,
        publisher_zh,
        published_on,
        source_url,
        quote_zh,
        note,
        {{ seed_row_key('published_figures__figures') }} as _seed_row_key
    from figures

)

select * from final
