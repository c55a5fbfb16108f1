namespace Pacs.Imaging;

/// <summary>The adaptive run-length encoder of HT cleanup passes (ISO/IEC 15444-15 §7.3.3).</summary>
internal struct HtMelEncoder(byte[] bytes)
{
    private int _state;
    private int _run;
    private int _threshold = 1;
    private int _bits;
    private int _left = 8;

    /// <summary>Bytes written.</summary>
    public int Length { get; private set; }

    /// <summary>Codes a symbol.</summary>
    public void Encode(bool symbol)
    {
        if (!symbol)
        {
            if (++_run < _threshold) return;
            Write(1);
            Enter(Math.Min(_state + 1, 12));
            return;
        }

        Write(0);
        for (int bit = HtMel.Exponents[_state] - 1; bit >= 0; bit--) Write((_run >> bit) & 1);
        Enter(Math.Max(_state - 1, 0));
    }

    /// <summary>Ends the stream: a begun run counts as complete, and the last byte is filled with zeros.</summary>
    public void Finish()
    {
        if (_run > 0) Write(1);
        int full = Length > 0 && bytes[Length - 1] == 0xFF ? 7 : 8;
        // A byte must follow FF.
        if (_left < full || full == 7) bytes[Length++] = (byte)(_bits << _left);
    }

    private void Enter(int state) => (_state, _run, _threshold) = (state, 0, 1 << HtMel.Exponents[state]);

    private void Write(int bit)
    {
        _bits = (_bits << 1) | bit;
        if (--_left > 0) return;
        bytes[Length++] = (byte)_bits;
        _left = _bits == 0xFF ? 7 : 8;
        _bits = 0;
    }
}
