{#- A target may refer to an earlier year's target, which may refer to one before that. -#}
{%- set longest_chain = 4 -%}
with

targets as (

    select * from {{ ref('int_performance__kpi_targets_parsed') }}

),

kpi_baselines as (

    select * from {{ ref('stg_reference__kpi_baselines') }}

),

units as (

    select * from {{ ref('stg_reference__units') }}

),

-- Counted over several years, a figure is no value of its year.
cumulative_baselines as (

    select distinct
        kpi_id,
        roc_year
    from kpi_baselines
    where period_code = 'cumulative'

),

based as (

    select
        targets.*,
        units.base_unit_zh,
        -- A number without a unit is its own base.
        {{ in_base_unit('targets.target_value', 'coalesce(units.multiplier, 1)') }} as base_value,
        targets.target_value is not null
        and (
            targets.target_kind_code in ('absolute', 'milestone', 'qualitative')
            or targets.is_change_measured
        ) as is_value_printed,
        coalesce(targets.stated_roc_year = targets.roc_year, targets.stated_roc_year is null)
            as is_of_its_year,
        cumulative_baselines.kpi_id is not null and not targets.is_change_measured
            as is_baseline_cumulative
    from targets
    left join units
        on targets.unit_zh = units.unit_zh
    left join cumulative_baselines
        on
            targets.kpi_id = cumulative_baselines.kpi_id
            and targets.baseline_roc_year = cumulative_baselines.roc_year

),

baselines as (

    select
        based.kpi_id,
        based.roc_year,
        based.component_no,
        kpi_baselines.printed_value as baseline_value,
        kpi_baselines.unit_zh as baseline_unit_zh,
        kpi_baselines.period_code,
        units.base_unit_zh as baseline_base_unit_zh,
        units.multiplier as baseline_multiplier,
        {{ in_base_unit('kpi_baselines.printed_value', 'units.multiplier') }} as baseline_base_value
    from based
    inner join kpi_baselines
        on
            based.kpi_id = kpi_baselines.kpi_id
            and based.baseline_roc_year = kpi_baselines.roc_year
            and not based.is_change_measured
            -- Where a KPI has several baselines, the target says which one it means.
            and (
                kpi_baselines.subject_zh is null
                or {{ dbt.position('kpi_baselines.subject_zh', 'based.component_text') }} > 0
            )
    inner join units
        on kpi_baselines.unit_zh = units.unit_zh

),

resolved_0 as (

    select
        based.kpi_id,
        based.roc_year,
        based.component_no,
        baselines.baseline_value,
        baselines.baseline_unit_zh,
        case
            when based.is_value_printed then based.base_value
            else {{ changed_by('baselines.baseline_base_value', 'based') }}
        end as resolved_base_value,
        coalesce(baselines.baseline_unit_zh, based.unit_zh) as resolved_unit_zh,
        case
            when based.is_value_printed then 'as_printed'
            else 'from_baseline'
        end as resolution_code
    from based
    left join baselines
        on
            based.kpi_id = baselines.kpi_id
            and based.roc_year = baselines.roc_year
            and based.component_no = baselines.component_no
    where
        based.is_of_its_year
        and (
            based.is_value_printed
            or (
                based.target_kind_code = 'relative_change'
                and baselines.period_code != 'cumulative'
            )
            or (
                based.target_kind_code = 'increment'
                and baselines.period_code != 'cumulative'
                and based.base_unit_zh = baselines.baseline_base_unit_zh
            )
        )

),

-- Changes without a value of their own to count from: the target of the year they name may give it.
unresolved as (

    select based.*
    from based
    left join resolved_0
        on
            based.kpi_id = resolved_0.kpi_id
            and based.roc_year = resolved_0.roc_year
            and based.component_no = resolved_0.component_no
    where
        resolved_0.kpi_id is null
        and based.is_of_its_year
        and based.target_kind_code in ('relative_change', 'increment')
        and not based.is_baseline_year_inferred
        and not based.is_baseline_cumulative

),

{% for step in range(1, longest_chain + 1) %}
resolved_{{ step }} as (

    select
        unresolved.kpi_id,
        unresolved.roc_year,
        unresolved.component_no,
        {{ in_unit('earlier.resolved_base_value', 'coalesce(units.multiplier, 1)') }}
            as baseline_value,
        earlier.resolved_unit_zh as baseline_unit_zh,
        {{ changed_by('earlier.resolved_base_value', 'unresolved') }} as resolved_base_value,
        earlier.resolved_unit_zh,
        'from_target' as resolution_code
    from unresolved
    inner join resolved_{{ step - 1 }} as earlier
        on
            unresolved.kpi_id = earlier.kpi_id
            and unresolved.baseline_roc_year = earlier.roc_year
            and unresolved.component_no = earlier.component_no
    left join units
        on earlier.resolved_unit_zh = units.unit_zh
    where
        unresolved.target_kind_code = 'relative_change'
        or unresolved.base_unit_zh = units.base_unit_zh

),

{% endfor %}
resolved as (

    {% for step in range(longest_chain + 1) %}
    select * from resolved_{{ step }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

final as (

    select
        targets.kpi_id,
        targets.source_document_id,
        targets.roc_year,
        targets.fiscal_year,
        targets.component_no,
        targets.target_text,
        targets.component_text,
        targets.subject_zh,
        targets.target_place_code,
        targets.target_kind_code,
        targets.comparison_operator,
        targets.target_value,
        targets.unit_zh,
        targets.is_target_approximate,
        cast(resolved.baseline_value as decimal(24, 6)) as baseline_value,
        resolved.baseline_unit_zh,
        targets.baseline_roc_year,
        targets.is_baseline_year_inferred,
        cast(
            {{ in_unit('resolved.resolved_base_value', 'coalesce(units.multiplier, 1)') }}
            as decimal(24, 6)
        ) as resolved_target_value,
        resolved.resolved_unit_zh,
        case
            when resolved.resolution_code is not null then resolved.resolution_code
            when not targets.is_of_its_year then 'another_year'
            when targets.is_number_unread then 'number_not_read'
            when targets.is_baseline_cumulative then 'baseline_cumulative'
            when targets.target_kind_code in ('relative_change', 'increment')
                then 'no_baseline_value'
            else 'no_number'
        end as resolution_code,
        targets.source_locator,
        targets._seed_row_key
    from based as targets
    left join resolved
        on
            targets.kpi_id = resolved.kpi_id
            and targets.roc_year = resolved.roc_year
            and targets.component_no = resolved.component_no
    left join units
        on resolved.resolved_unit_zh = units.unit_zh

)

select * from final
