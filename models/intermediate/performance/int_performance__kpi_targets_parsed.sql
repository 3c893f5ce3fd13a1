with

components as (

    select * from {{ ref('int_performance__target_components_split') }}

),

kpis as (

    select * from {{ ref('int_core__kpis_unioned') }}

),

kpi_measures as (

    select * from {{ ref('stg_reference__kpi_measures') }}

),

units as (

    select * from {{ ref('stg_reference__units') }}

),

{{ figures_read('components', 'component_text') }},

chosen as (

    select
        components.*,
        figures.pattern_code,
        figures.kind_code,
        figures.number_value,
        figures.year_text,
        figures.stated_roc_year,
        figures.is_approximate,
        figures.is_number_unread,
        figures.printed_operator,
        figures.unit_zh as printed_unit_zh,
        coalesce(kpi_measures.unit_zh, figures.unit_zh) as unit_zh,
        kpi_measures.target_kind_code as measured_kind_code,
        kpi_measures.comparison_operator as measured_operator,
        kpis.is_qualitative,
        {{ change_sign('figures.change_text') }} as change_sign,
        {{ matches('figures.whole_text', milestone_pattern()) }} as is_something_to_be_done,
        -- The measure is itself the change: a growth rate, or how many more.
        figures.kind_code = 'change' and {{ matches(
            "concat_ws(' ', kpis.kpi_name_zh, kpis.measure_definition_zh)", measured_change_pattern()
        ) }} as is_change_measured
    from components
    inner join kpis
        on components.kpi_id = kpis.kpi_id
    left join figures
        on components.component_text = figures.figure_text
    left join kpi_measures
        on
            components.kpi_id = kpi_measures.kpi_id
            and components.target_place_code = 'cell'
            and figures.number_value is not null
            and coalesce(figures.unit_zh, '') = coalesce(kpi_measures.printed_unit_zh, '')

),

final as (

    select
        kpi_id,
        source_document_id,
        roc_year,
        {{ roc_to_fiscal_year('roc_year') }} as fiscal_year,
        component_no,
        target_text,
        component_text,
        subject_zh,
        target_place_code,
        case
            when measured_kind_code is not null then measured_kind_code
            -- A share of the earlier value; percentage points are added to it.
            when kind_code = 'change' and printed_unit_zh in ('%', '成') and is_change_measured
                then 'absolute'
            when kind_code = 'change' and printed_unit_zh in ('%', '成') then 'relative_change'
            when kind_code = 'change' then 'increment'
            when kind_code is not null then kind_code
            when {{ blank_to_null('component_text') }} is null then 'none'
            when is_qualitative then 'qualitative'
            when is_something_to_be_done then 'milestone'
            else 'qualitative'
        end as target_kind_code,
        pattern_code,
        case
            when kind_code = 'change' and change_sign < 0 and not is_change_measured
                then {{ mirrored_operator('printed_operator') }}
            else coalesce(printed_operator, measured_operator)
        end as comparison_operator,
        cast(
            case
                when kind_code = 'change' and not is_change_measured then change_sign
                else 1
            end * number_value as decimal(24, 6)
        ) as target_value,
        unit_zh,
        case
            when kind_code != 'change' or kind_code is null then null
            when {{ matches('year_text', '[0-9]{4}年') }}
                then cast({{ matched_group('year_text', '([0-9]{4})年', 1) }} as int) - 1911
            when {{ matches('year_text', '[0-9]{2,3}年') }}
                then cast({{ matched_group('year_text', '([0-9]{2,3})年', 1) }} as int)
            -- 前年 is the year before last; without a word for it, the last year is meant.
            when year_text in ('前年', '前年度') then roc_year - 2
            else roc_year - 1
        end as baseline_roc_year,
        coalesce(kind_code = 'change' and year_text = '', false) as is_baseline_year_inferred,
        stated_roc_year,
        coalesce(is_change_measured, false) as is_change_measured,
        coalesce(is_approximate and number_value is not null, false) as is_target_approximate,
        coalesce(is_number_unread, false) as is_number_unread,
        source_locator,
        _seed_row_key
    from chosen

)

select * from final
