{#- Staging of the tables that plans of agencies share. A volume of plans names the agency in a column
    of its seeds; of an agency's own plan, `agency_id` is a literal. -#}
{% macro staged_strategies(source_document_id, table, agency_id='agency_id') -%}
with

strategies as (

    select * from {{ ref(source_document_id ~ '__' ~ table) }}

),

final as (

    select
        '{{ source_document_id }}' as source_document_id,
        {{ agency_id }} as agency_id,
        {{ chinese_numeral('goal_no') }} as goal_no,
        goal_name_zh,
        -- Text before the numbered strategies of a goal is number 0; alone, it is the only one.
        case
            when strategy_no is not null then {{ chinese_numeral('strategy_no') }}
            when max(strategy_no) over (partition by {{ agency_id }}, goal_no) is not null then 0
            else 1
        end as strategy_no,
        strategy_zh,
        strategy_no is null as is_strategy_no_inferred,
        source_locator,
        {{ seed_row_key(source_document_id ~ '__' ~ table) }} as _seed_row_key
    from strategies

)

select * from final
{%- endmacro %}


{% macro staged_goals(source_document_id, table, agency_id='agency_id') -%}
with

goals as (

    select * from {{ ref(source_document_id ~ '__' ~ table) }}

),

final as (

    select
        '{{ source_document_id }}' as source_document_id,
        {{ agency_id }} as agency_id,
        cast(goal_no as int) as goal_no,
        goal_name_zh,
        source_locator,
        {{ seed_row_key(source_document_id ~ '__' ~ table) }} as _seed_row_key
    from goals

)

select * from final
{%- endmacro %}


{% macro staged_evaluation_systems(source_document_id, table, agency_id='agency_id') -%}
with

evaluation_systems as (

    select * from {{ ref(source_document_id ~ '__' ~ table) }}

),

final as (

    select
        '{{ source_document_id }}' as source_document_id,
        {{ agency_id }} as agency_id,
        evaluation_system_code,
        evaluation_system_zh,
        source_locator,
        {{ seed_row_key(source_document_id ~ '__' ~ table) }} as _seed_row_key
    from evaluation_systems

)

select * from final
{%- endmacro %}


{% macro staged_kpis(source_document_id, table, roc_year, agency_id='agency_id') -%}
with

kpis as (

    select * from {{ ref(source_document_id ~ '__' ~ table) }}

),

typed as (

    select
        '{{ source_document_id }}' as source_document_id,
        {{ agency_id }} as agency_id,
        {{ chinese_numeral('goal_no') }} as goal_no,
        goal_name_zh,
        cast(kpi_no as int) as kpi_no,
        kpi_name_zh,
        {{ roc_year }} as roc_year,
        measure_definition_zh,
        evaluation_system_code,
        evaluation_method_zh,
        plan_link_zh,
        target_text,
        cast(is_goal_merged as boolean) as is_goal_merged,
        source_locator,
        {{ seed_row_key(source_document_id ~ '__' ~ table) }} as _seed_row_key
    from kpis

),

final as (

    select
        *,
        {{ kpi_key('source_document_id', 'agency_id', 'goal_no', 'kpi_no') }} as kpi_id
    from typed

)

select * from final
{%- endmacro %}


{% macro staged_plans(source_document_id, table, agency_id='agency_id') -%}
with

plans as (

    select * from {{ ref(source_document_id ~ '__' ~ table) }}

),

typed as (

    select
        '{{ source_document_id }}' as source_document_id,
        {{ agency_id }} as agency_id,
        cast(plan_row_no as int) as plan_row_no,
        work_plan_name_zh,
        plan_name_zh,
        plan_category_zh,
        content_zh,
        kpi_link_zh,
        cast(is_work_plan_merged as boolean) as is_work_plan_merged,
        source_locator,
        {{ seed_row_key(source_document_id ~ '__' ~ table) }} as _seed_row_key
    from plans

),

final as (

    select
        *,
        {{ key_of(['source_document_id', 'agency_id', "'plan-' || plan_row_no"]) }} as plan_id
    from typed

)

select * from final
{%- endmacro %}


{% macro staged_kpi_targets(source_document_id, table, agency_id='agency_id') -%}
with

kpi_targets as (

    select * from {{ ref(source_document_id ~ '__' ~ table) }}

),

final as (

    select
        '{{ source_document_id }}' as source_document_id,
        {{ kpi_key("'" ~ source_document_id ~ "'", agency_id, chinese_numeral('goal_no'), 'kpi_no') }}
            as kpi_id,
        cast(roc_year as int) as roc_year,
        target_text,
        source_locator,
        {{ seed_row_key(source_document_id ~ '__' ~ table) }} as _seed_row_key
    from kpi_targets

)

select * from final
{%- endmacro %}


{% macro staged_past_actuals(source_document_id, table, agency_id='agency_id') -%}
with

past_actuals as (

    select * from {{ ref(source_document_id ~ '__' ~ table) }}

),

final as (

    select
        '{{ source_document_id }}' as source_document_id,
        {{ kpi_key("'" ~ source_document_id ~ "'", agency_id, chinese_numeral('goal_no'), 'kpi_no') }}
            as kpi_id,
        cast(roc_year as int) as roc_year,
        actual_text,
        source_locator,
        {{ seed_row_key(source_document_id ~ '__' ~ table) }} as _seed_row_key
    from past_actuals

)

select * from final
{%- endmacro %}


{% macro staged_policy_directions(source_document_id, table) -%}
with

policy_directions as (

    select * from {{ ref(source_document_id ~ '__' ~ table) }}

),

final as (

    select
        '{{ source_document_id }}' as source_document_id,
        {{ formal_numeral('section_no') }} as section_no,
        section_name_zh,
        {{ chinese_numeral('item_no') }} as item_no,
        direction_zh,
        source_locator,
        {{ seed_row_key(source_document_id ~ '__' ~ table) }} as _seed_row_key
    from policy_directions

)

select * from final
{%- endmacro %}
