{#- Where the notes of a measure begin, and everything after: 備註, 註 or 按 with a colon, in a bracket
    or bare, 補充說明, or the first numbered note that explains its term. 註冊 and a 【註1】 that only
    points to its note are no notes. -#}
{% macro measure_note_pattern() -%}
    {{ return(
        '(?s)^(.*?)((?:[【﹛]?備?註[：:]|（按[：:]|※補充說明[：:]|【註[0-9]+】[^【】，。]{1,30}[：:]).*)$'
    ) }}
{%- endmacro %}


{#- A printed measure up to its notes; with `measure_note` it is the whole text. -#}
{% macro measure_without_notes(text) -%}
    case
        when {{ matches(text, measure_note_pattern()) }}
            then {{ matched_group(text, measure_note_pattern(), 1) }}
        else {{ text }}
    end
{%- endmacro %}


{#- The notes of a printed measure, as printed; null where it has none. -#}
{% macro measure_note(text) -%}
    nullif({{ matched_group(text, measure_note_pattern(), 2) }}, '')
{%- endmacro %}
