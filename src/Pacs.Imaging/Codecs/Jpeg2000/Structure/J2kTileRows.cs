using System.Runtime.InteropServices;

namespace Pacs.Imaging;

/// <summary>Rows of samples of all components of a tile, in order: synthesized, transformed, rounded, shifted (ISO/IEC 15444-1 §F.3, Annex G). One a thread.</summary>
internal sealed class J2kTileRows : IDisposable
{
    private readonly J2kTile _tile;
    private readonly J2kRect _area;
    private readonly bool _areFinished;
    private readonly Component[] _components;

    /// <param name="tile">The tile.</param>
    /// <param name="rows">Makes the rows of a component.</param>
    /// <param name="areFinished">Whether these are samples already, and not what the wavelet gives.</param>
    /// <param name="discardLevels">Halvings.</param>
    public J2kTileRows(J2kTile tile, Func<int, J2kRows> rows, bool areFinished, int discardLevels)
    {
        (_tile, _area, _areFinished) = (tile, tile.Area.Halve(discardLevels), areFinished);
        _components = [.. tile.Components.Select((component, c) => new Component(component, rows(c), discardLevels, _area.Width))];
        AreWhole = tile.Components.All(component => component.Declared is { Dx: 1, Dy: 1 });
    }

    /// <summary>Whether each component has a sample for each pixel.</summary>
    public bool AreWhole { get; }

    /// <summary>A component's samples of the row that was read last; empty when the tile has none of it.</summary>
    public ReadOnlySpan<int> Row(int component) => _components[component].Row;

    /// <summary>Reads a row; a later one than before.</summary>
    /// <param name="y">On the reduced grid.</param>
    public void Read(int y)
    {
        // A row of a component that has fewer stands for all up to the next.
        foreach (Component component in _components) component.Fetch(y);
        if (!_areFinished && _tile.Parameters.HasComponentTransform && _components[0].IsFresh) Transform();
        foreach (Component component in _components)
        {
            if (!component.IsFresh) continue;
            if (!_areFinished) component.Finish();
            component.Spread(_area);
        }
    }

    public void Dispose()
    {
        foreach (Component component in _components) component.Dispose();
    }

    private void Transform()
    {
        Span<int> a = _components[0].Samples, b = _components[1].Samples, c = _components[2].Samples;
        if (_tile.Components[0].Style.IsReversible) ComponentTransform.InverseReversible(a, b, c);
        else ComponentTransform.InverseIrreversible(MemoryMarshal.Cast<int, float>(a), MemoryMarshal.Cast<int, float>(b), MemoryMarshal.Cast<int, float>(c));
    }

    private sealed class Component : IDisposable
    {
        private readonly J2kTileComponent _component;
        private readonly J2kRect _area;
        private readonly J2kRows _rows;
        private readonly int[] _samples;
        private readonly int[] _spread;
        private int _current = -1;
        private int _next = -1;

        public Component(J2kTileComponent component, J2kRows rows, int discardLevels, int width)
        {
            (_component, _rows, _area) = (component, rows, component.Resolutions[component.Style.Levels - discardLevels].Area);
            _samples = new int[_area.IsEmpty ? 0 : _area.Width];
            _spread = component.Declared.Dx > 1 && !_area.IsEmpty ? new int[width] : _samples;
        }

        public bool IsFresh { get; private set; }

        public Span<int> Samples => _samples;

        public ReadOnlySpan<int> Row => _spread;

        public void Fetch(int y)
        {
            if (_area.IsEmpty) return;
            int wanted = _component.Declared.Dy == 1 ? y - _area.Y0 : Math.Clamp((y / _component.Declared.Dy) - _area.Y0, 0, _area.Height - 1);
            IsFresh = wanted != _current;
            if (!IsFresh) return;
            if (_next < 0) _rows.Seek(_next = wanted);
            for (; _next < wanted; _next++) _rows.Next();
            _rows.Next().CopyTo(_samples);
            _current = wanted;
            _next++;
        }

        public void Finish()
        {
            if (!_component.Style.IsReversible) SampleOutput.Round(MemoryMarshal.Cast<int, float>(_samples.AsSpan()));
            SampleOutput.ShiftAndClamp(_samples, _component.Declared);
        }

        public void Spread(J2kRect tile)
        {
            if (_spread == _samples) return;
            for (int x = tile.X0; x < tile.X1; x++) _spread[x - tile.X0] = _samples[Math.Clamp((x / _component.Declared.Dx) - _area.X0, 0, _area.Width - 1)];
        }

        public void Dispose() => _rows.Dispose();
    }
}
