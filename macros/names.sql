{#- A name without what differs between printings of the same name: spaces, line ends, full
    stops, and the width of brackets and commas. -#}
{% macro normalised_name(text) -%}
    translate({{ text }}, '（），：；％ 　。' || chr(10), '(),:;%')
{%- endmacro %}


{#- How often `part` stands in `text`. -#}
{% macro occurrence_count(part, text) -%}
    cast(
        (length({{ text }}) - length(replace({{ text }}, {{ part }}, ''))) / length({{ part }}) as int
    )
{%- endmacro %}
