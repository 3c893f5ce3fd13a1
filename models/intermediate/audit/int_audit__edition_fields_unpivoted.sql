{#- What every edition prints of its goals, strategies, KPIs and so on. `match` is the text that
    names the row in both editions. -#}
{%- set entities = [
    {
        'code': 'goal', 'rows': 'goals',
        'match': 'cast(goal_no as ' ~ dbt.type_string() ~ ')', 'label': 'goal_name_zh',
        'fields': ['goal_name_zh'],
    },
    {
        'code': 'strategy', 'rows': 'strategies',
        'match': "goal_no || '-' || strategy_no", 'label': 'strategy_zh',
        'fields': ['strategy_zh'],
    },
    {
        'code': 'kpi', 'rows': 'kpis',
        'match': "goal_no || '-' || kpi_no", 'label': 'kpi_name_zh',
        'fields': [
            'goal_name_zh', 'kpi_name_zh', 'evaluation_system_code', 'evaluation_method_zh',
            'measure_definition_zh', 'target_text', 'plan_link_zh',
        ],
    },
    {
        'code': 'evaluation_system', 'rows': 'evaluation_systems',
        'match': 'evaluation_system_code', 'label': 'evaluation_system_zh',
        'fields': ['evaluation_system_zh'],
    },
    {
        'code': 'plan', 'rows': 'plans',
        'match': 'plan_name_zh', 'label': 'plan_name_zh',
        'fields': [
            'work_plan_name_zh', 'plan_name_zh', 'plan_category_zh', 'content_zh', 'kpi_link_zh',
        ],
    },
] -%}
with

edition_pairs as (

    select * from {{ ref('stg_reference__edition_pairs') }}

),

strategies_unioned as (

    select * from {{ ref('int_core__strategies_unioned') }}

),

kpis_unioned as (

    select * from {{ ref('int_core__kpis_unioned') }}

),

targets as (

    select * from {{ ref('int_performance__kpi_targets_unioned') }}

),

evaluation_systems_unioned as (

    select * from {{ ref('int_core__evaluation_systems_unioned') }}

),

plans_unioned as (

    select * from {{ ref('int_core__plans_unioned') }}

),

editions as (

    select
        older_document_id,
        newer_document_id,
        agency_id,
        'older' as edition_code,
        older_document_id as source_document_id
    from edition_pairs
    union all
    select
        older_document_id,
        newer_document_id,
        agency_id,
        'newer' as edition_code,
        newer_document_id as source_document_id
    from edition_pairs

),

-- A goal stands where its first strategy does.
goals as (

    select
        source_document_id,
        agency_id,
        goal_no,
        goal_name_zh,
        min(source_locator) as source_locator,
        row_number() over (
            partition by source_document_id, agency_id order by goal_no, goal_name_zh
        ) as row_no
    from strategies_unioned
    group by source_document_id, agency_id, goal_no, goal_name_zh

),

strategies as (

    select
        *,
        row_number() over (
            partition by source_document_id, agency_id order by goal_no, strategy_no
        ) as row_no
    from strategies_unioned

),

kpis as (

    select
        kpis_unioned.*,
        targets.target_text,
        row_number() over (
            partition by kpis_unioned.source_document_id, kpis_unioned.agency_id
            order by kpis_unioned.goal_no, kpis_unioned.kpi_no, targets.roc_year
        ) as row_no
    from kpis_unioned
    inner join targets
        on kpis_unioned.kpi_id = targets.kpi_id

),

evaluation_systems as (

    select
        *,
        row_number() over (
            partition by source_document_id, agency_id order by evaluation_system_code
        ) as row_no
    from evaluation_systems_unioned

),

plans as (

    select
        *,
        plan_row_no as row_no
    from plans_unioned

),

fields as (

    {% for entity in entities -%}
    {% set is_last_entity = loop.last -%}
    {% for field in entity.fields -%}
    select
        source_document_id,
        agency_id,
        '{{ entity.code }}' as entity_code,
        cast(row_no as int) as row_no,
        {{ entity.match }} as match_text,
        {{ entity.label }} as row_label_zh,
        '{{ field }}' as field_code,
        {{ field }} as field_value,
        source_locator
    from {{ entity.rows }}
    {% if not (is_last_entity and loop.last) %}union all{% endif %}
    {% endfor -%}
    {% endfor %}
),

final as (

    select
        editions.older_document_id,
        editions.newer_document_id,
        editions.edition_code,
        editions.source_document_id,
        fields.agency_id,
        fields.entity_code,
        fields.row_no,
        fields.match_text,
        fields.row_label_zh,
        fields.field_code,
        fields.field_value,
        fields.source_locator
    from fields
    inner join editions
        on
            fields.source_document_id = editions.source_document_id
            and fields.agency_id = editions.agency_id

)

select * from final
