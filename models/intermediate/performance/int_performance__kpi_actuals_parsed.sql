{#- One number and its unit, whatever words come before: 第1級, 申報截止日後15日. -#}
{%- set one_number = '^[^0-9-]*(-?' ~ number_pattern() ~ ')([^0-9.,]+)$' -%}
{#- 256萬3,975戶 -#}
{%- set spelled = '^([0-9][0-9.,億萬千]*[0-9億萬千])([^0-9億萬千.,]+)$' -%}
with

actuals as (

    select * from {{ ref('int_performance__kpi_actuals_unioned') }}

),

units as (

    select * from {{ ref('stg_reference__units') }}

),

-- What stands in brackets after a value is about something else.
folded as (

    select
        *,
        {{ without_match(folded_target('actual_text'), '[(][^()]*[)]$') }} as folded_text
    from actuals

),

split as (

    select
        *,
        {{ printed_number(matched_group('folded_text', one_number, 1)) }} as number_value,
        {{ spelled_number(matched_group('folded_text', spelled, 1)) }} as spelled_value,
        {{ matched_group('folded_text', one_number, 2) }} as number_unit,
        {{ matched_group('folded_text', spelled, 2) }} as spelled_unit
    from folded

),

final as (

    select
        split.kpi_id,
        {{ roc_to_fiscal_year('split.roc_year') }} as fiscal_year,
        split.roc_year,
        split.as_of_date,
        split.subject_zh,
        split.actual_text,
        -- What staging has read is not read again.
        case
            when split.read_unit_zh is not null then split.read_value
            when number_units.unit_zh is not null then split.number_value
            when spelled_units.unit_zh is not null then split.spelled_value
        end as actual_value,
        coalesce(split.read_unit_zh, number_units.unit_zh, spelled_units.unit_zh) as unit_zh,
        split.comparability_code,
        split.comparability_note_en,
        split.comparability_note_zh,
        split.data_maturity_code,
        split.publisher_zh,
        split.source_document_id,
        split.source_url,
        split.source_locator,
        split.quote_zh,
        split._seed_row_key
    from split
    left join units as number_units
        on split.number_unit = number_units.unit_zh
    left join units as spelled_units
        on
            split.spelled_unit = spelled_units.unit_zh
            and split.spelled_value is not null

)

select * from final
