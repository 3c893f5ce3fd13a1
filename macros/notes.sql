{#- The public tables that notes bear on, and the columns that make the key of a row. A note names the
    whole key or its first parts, and bears on every row that begins so. -#}
{% macro noted_tables() -%}
    {{ return({
        'core.dim_evaluation_systems': ['source_document_id', 'agency_id', 'evaluation_system_code'],
        'core.dim_kpis': ['kpi_id'],
        'core.dim_plans': ['plan_id'],
        'core.dim_source_documents': ['source_document_id'],
        'performance.fct_kpi_targets': ['kpi_id', 'roc_year'],
        'budget.fct_budgets': ['budget_item_id', 'roc_year'],
        'budget.mart_budget_execution': ['programme_code', 'roc_year'],
        'budget.fct_opened_item_execution': ['source_document_id', 'listing_roc_year'],
        'nhi.dim_programme_self_checks': ['source_document_id', 'item_no', 'check_no'],
        'nhi.dim_metrics': ['metric_id'],
    }) }}
{%- endmacro %}


{#- Key of a row of a table that notes bear on. Its parts are keys themselves, or have no `/`. -#}
{% macro note_key(table) -%}
    {%- for part in noted_tables()[table] -%}
    coalesce(cast({{ part }} as {{ dbt.type_string() }}), '∅')
    {%- if not loop.last %} || '/' || {% endif -%}
    {%- endfor -%}
{%- endmacro %}


{#- Whether the key of a row is `applies_to_key` or begins with its parts. -#}
{% macro begins_with_key(row_key, applies_to_key) -%}
    substring({{ row_key }} || '/', 1, length({{ applies_to_key }}) + 1) = {{ applies_to_key }} || '/'
{%- endmacro %}


{#- The rows of a query with `note_zh`: the notes of these tables that bear on them, in print order.
    The rows have the columns of the tables' keys, and `source_document_id`. -#}
{% macro with_notes(query, tables) -%}
    select
        {{ query }}.*,
        row_notes.note_zh
    from {{ query }}
    left join (
        select
            source_document_id,
            {%- for part in note_parts(tables) %}
            {{ part }},
            {%- endfor %}
            {{ dbt.listagg('note_zh', "'\n'", 'order by note_no') }} as note_zh
        from (
            {%- for table in tables %}
            {{- '\n            union all' if not loop.first }}
            select
                noted_rows.source_document_id,
                {%- for part in note_parts(tables) %}
                noted_rows.{{ part }},
                {%- endfor %}
                notes.note_zh,
                min(notes.note_no) as note_no
            from (
                select distinct
                    source_document_id,
                    {{ note_parts(tables) | join(', ') }},
                    {{ note_key(table) }} as row_key
                from {{ query }}
            ) as noted_rows
            inner join {{ ref('int_core__notes_unioned') }} as notes
                on
                    notes.applies_to_table = '{{ table }}'
                    and noted_rows.source_document_id = notes.source_document_id
                    and {{ begins_with_key('noted_rows.row_key', 'notes.applies_to_key') }}
            group by
                noted_rows.source_document_id,
                {%- for part in note_parts(tables) %}
                noted_rows.{{ part }},
                {%- endfor %}
                notes.note_zh
            {%- endfor %}
        ) as bearing_notes
        group by source_document_id, {{ note_parts(tables) | join(', ') }}
    ) as row_notes
        on
            {{ query }}.source_document_id = row_notes.source_document_id
            {%- for part in note_parts(tables) %}
            and {{ query }}.{{ part }} is not distinct from row_notes.{{ part }}
            {%- endfor %}
{%- endmacro %}


{#- The columns of the keys of these tables, each once, without the document. -#}
{% macro note_parts(tables) -%}
    {%- set parts = [] -%}
    {%- for table in tables -%}
    {%- for part in noted_tables()[table] if part not in parts and part != 'source_document_id' -%}
    {%- do parts.append(part) -%}
    {%- endfor -%}
    {%- endfor -%}
    {{ return(parts) }}
{%- endmacro %}
