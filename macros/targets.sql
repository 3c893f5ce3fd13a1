{#- The grammar of a target cell. Every macro works on the text as `folded_target` gives it. -#}

{#- A target's text without spaces and line ends, signs in one width each. -#}
{% macro folded_target(text) -%}
    translate({{ text }}, '％≧≦＜＞－，（） 　' || chr(10), '%≥≤<>-,()')
{%- endmacro %}


{#- How the parts of a target are found, the first that fits, as [kind, pattern]. Groups are named in
    order: what the year before is, the change, the comparison, the number, what follows it. -#}
{% macro target_patterns() -%}
    {%- set number = '(-?[0-9]+(?:,[0-9]{3})*(?:[.][0-9]+)?)' -%}
    {{ return({
        'plain': '^([≥≤<>])?' ~ number ~ '([^0-9,.].*?)??(以上|以下|以內)?$',
        'change': '(?:較|比)([0-9]{2,3}年度?|前一年度?|前1年度?|上年度|去年度?|前年度?).*?'
            ~ '(增加|新增|提升|提高|成長|上升|下降|減少|降低)(達|至少|≥)?' ~ number ~ '([^0-9,.].*)$',
        'addition': '^(新增|增加|減少)(至少)?' ~ number ~ '([^0-9,.].*)$',
        'bound': '(至少|不低於|不超過|低於|高於|超過|達到|達|為|率|≥|≤|<|>)' ~ number ~ '([^0-9,.].*)$',
        'count': '(完成收集|完成|辦理)' ~ number ~ '([^0-9,.].*)$',
        'milestone': '完成|建置|建立|訂定|導入|開發|完備|提出|擴增',
    }) }}
{%- endmacro %}


{#- The comparison a word or sign stands for; null where it stands for none. -#}
{% macro comparison_operator(text) -%}
    case
        when {{ text }} in ('≥', '以上', '至少', '不低於', '達', '達到') then '>='
        when {{ text }} in ('≤', '以下', '以內', '不超過') then '<='
        when {{ text }} in ('>', '高於', '超過') then '>'
        when {{ text }} in ('<', '低於') then '<'
    end
{%- endmacro %}


{#- The same comparison of a change that is a fall: a fall of at least 5% is a change of at most -5%. -#}
{% macro mirrored_operator(operator) -%}
    case {{ operator }}
        when '>=' then '<='
        when '<=' then '>='
        when '>' then '<'
        when '<' then '>'
    end
{%- endmacro %}


{#- The number_th numbered part of a cell such as `1. … 2. …`; the whole cell is part 1 where it has no
    numbers, and null stands for a part it does not have. -#}
{% macro numbered_part(text, part_no) -%}
    case
        when {{ matches(text, '^1[.、][^0-9]') }}
            then nullif(trim(regexp_extract(
                {{ text }},
                '(?s)(?:^|[\n。；;] *){{ part_no }}[.、]([^0-9].*?)(?:[\n。；;] *{{ part_no + 1 }}[.、][^0-9].*)?$',
                1
            )), '')
        {%- if part_no == 1 %}
        else {{ text }}
        {%- endif %}
    end
{%- endmacro %}


{#- 1 where the word for a change means more, -1 where it means less. -#}
{% macro change_sign(word) -%}
    case when {{ word }} in ('下降', '減少', '降低') then -1 else 1 end
{%- endmacro %}


{#- An earlier value changed as a target of `targets` says: by so many, or by so many percent. -#}
{% macro changed_by(base_value, targets) -%}
    case {{ targets }}.target_kind_code
        when 'increment' then {{ base_value }} + {{ targets }}.base_value
        when 'relative_change'
            then cast(
                cast({{ base_value }} as decimal(24, 4))
                * (1 + cast({{ targets }}.base_value as decimal(12, 8)))
                as decimal(28, 8)
            )
    end
{%- endmacro %}


{#- Whether a value meets a comparison such as `>=` with another. -#}
{% macro satisfies(value, operator, other) -%}
    case {{ operator }}
        when '>=' then {{ value }} >= {{ other }}
        when '<=' then {{ value }} <= {{ other }}
        when '>' then {{ value }} > {{ other }}
        when '<' then {{ value }} < {{ other }}
        when '=' then {{ value }} = {{ other }}
    end
{%- endmacro %}
