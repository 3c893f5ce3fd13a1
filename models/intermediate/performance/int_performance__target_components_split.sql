{%- set most_parts = 9 -%}
{%- set most_sentences = 4 -%}
{%- set kept = [
    'kpi_id', 'source_document_id', 'roc_year', 'target_text', 'source_locator', '_seed_row_key', 'part_no',
] -%}
with

targets as (

    select * from {{ ref('int_performance__kpi_targets_unioned') }}

),

measure_targets as (

    select * from {{ ref('stg_kpi_measures__targets') }}

),

kpis as (

    select * from {{ ref('int_core__kpis_unioned') }}

),

parts as (

    {% for part_no in range(1, most_parts + 1) %}
    select
        *,
        {{ part_no }} as part_no,
        {{ numbered_part('target_text', part_no) }} as part_text
    from targets
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

),

-- A cell is at least one part, even where it prints nothing.
rest_1 as (

    select
        {{ kept | join(',\n        ') }},
        part_text as rest_text
    from parts
    where part_text is not null or part_no = 1

),

-- A part may be several sentences, each with a figure of its own: the first is taken off, in steps.
{% for step in range(1, most_sentences) %}
sentences_{{ step }} as (

    select
        {{ kept | join(',\n        ') }},
        {{ step }} as sentence_no,
        {%- for group_no, name in [(1, 'first_text'), (2, 'next_text')] %}
        coalesce(
            {%- for pattern in sentence_patterns() %}
            nullif({{ matched_group('rest_text', pattern, group_no) }}, '')
            {%- if not loop.last %},{% endif %}
            {%- endfor %}
        ) as {{ name }},
        {%- endfor %}
        rest_text
    from rest_{{ step }}

),

rest_{{ step + 1 }} as (

    select
        {{ kept | join(',\n        ') }},
        next_text as rest_text
    from sentences_{{ step }}
    where next_text is not null

),

{% endfor %}
sentences as (

    {% for step in range(1, most_sentences) %}
    select
        {{ kept | join(',\n        ') }},
        sentence_no,
        coalesce(first_text, rest_text) as component_text
    from sentences_{{ step }}
    union all
    {% endfor %}
    select
        {{ kept | join(',\n        ') }},
        {{ most_sentences }} as sentence_no,
        rest_text as component_text
    from rest_{{ most_sentences }}

),

cell_components as (

    select
        *,
        cast(
            row_number() over (
                partition by kpi_id, roc_year, _seed_row_key, target_text
                order by part_no, sentence_no
            ) as int
        ) as component_no
    from sentences

),

component_counts as (

    select
        kpi_id,
        roc_year,
        count(*) as component_count
    from cell_components
    group by kpi_id, roc_year

),

final as (

    select
        kpi_id,
        source_document_id,
        roc_year,
        component_no,
        target_text,
        trim(component_text) as component_text,
        cast(null as {{ dbt.type_string() }}) as subject_zh,
        'cell' as target_place_code,
        source_locator,
        _seed_row_key
    from cell_components
    union all
    -- What the measure prints comes after the parts of the cell, where the year has one.
    select
        measure_targets.kpi_id,
        kpis.source_document_id,
        measure_targets.roc_year,
        cast(
            coalesce(component_counts.component_count, 0) + measure_targets.component_no as int
        ) as component_no,
        measure_targets.quote_zh as target_text,
        case
            when
                {{ dbt.position('measure_targets.unit_zh', 'measure_targets.printed_text') }} = 0
                and measure_targets.printed_value is not null
                then concat_ws('', measure_targets.printed_text, measure_targets.unit_zh)
            else measure_targets.printed_text
        end as component_text,
        measure_targets.subject_zh,
        'measure' as target_place_code,
        measure_targets.source_locator,
        measure_targets._seed_row_key
    from measure_targets
    inner join kpis
        on measure_targets.kpi_id = kpis.kpi_id
    left join component_counts
        on
            measure_targets.kpi_id = component_counts.kpi_id
            and measure_targets.roc_year = component_counts.roc_year

)

select * from final
