{%- set most_parts = 9 -%}
{%- set most_sentences = 4 -%}
{%- set kept = [
    'kpi_id', 'source_document_id', 'roc_year', 'target_text', 'source_locator', '_seed_row_key', 'part_no',
] -%}
with

targets as (

    select * from {{ ref('int_performance__kpi_targets_unioned') }}

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

-- A part may be several sentences, each with a figure of its own: the first is taken off, step by step.
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

final as (

    select
        kpi_id,
        source_document_id,
        roc_year,
        cast(
            row_number() over (
                partition by kpi_id, roc_year, _seed_row_key, target_text
                order by part_no, sentence_no
            ) as int
        ) as component_no,
        target_text,
        trim(component_text) as component_text,
        source_locator,
        _seed_row_key
    from sentences

)

select * from final
