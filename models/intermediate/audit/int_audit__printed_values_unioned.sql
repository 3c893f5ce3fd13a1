{#- The staged seeds that print figures, each with the columns that name one. -#}
with

final as (

    {% for seed_name, naming_columns in printed_value_seeds().items() %}
    select
        '{{ seed_name }}' as seed_name,
        _seed_row_key as seed_row_key,
        concat_ws(
            ' ',
            {%- for column in naming_columns %}
            {{ "coalesce(roc_year || '年', '合計')" if column == 'roc_year'
                else "cast(" ~ column ~ " as " ~ dbt.type_string() ~ ")" }}
            {%- if not loop.last %},{% endif %}
            {%- endfor %}
        ) as subject_zh,
        source_document_id,
        printed_text,
        unit_zh,
        source_locator
    from {{ ref('stg_' ~ seed_name) }}
    {% if not loop.last %}union all{% endif %}
    {% endfor %}

)

select * from final
